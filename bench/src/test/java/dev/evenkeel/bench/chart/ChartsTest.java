package dev.evenkeel.bench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

final class ChartsTest {
    @Test
    void barsAreAsHighAsTheirValues() throws Exception {
        BarChart chart = new BarChart("Title", "Note", List.of("a", "b"), List.of(0, 2));
        chart.add("group", List.of(new BarChart.Bar(1, "1"), new BarChart.Bar(2, "2")), 1.5);

        Document svg = parse(chart.draw());

        assertThat(heights(svg, "bar s2"))
                .last()
                .isEqualTo(2 * heights(svg, "bar s0").get(1));
        assertThat(svg.getElementsByTagName("style").item(0).getTextContent()).contains("prefers-color-scheme: dark");
    }

    @Test
    void aBarThatIsMissingLeavesAGap() throws Exception {
        BarChart chart = new BarChart("Title", "Note", List.of("a"), List.of(0));
        chart.add("group", List.of(new BarChart.Bar(Double.NaN, "")), Double.NaN);

        assertThat(heights(parse(chart.draw()), "bar s0")).hasSize(1); // the legend's
    }

    @Test
    void aLineHasAPointForEachValueThatIsKnown() throws Exception {
        LineChart chart = new LineChart("A < B & C", "Note", "ms", List.of("p50", "p99", "max"));
        chart.add("a", 0, List.of(1.0, Double.NaN, 100.0));

        Document svg = parse(chart.draw());

        assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(2);
        assertThat(svg.getElementsByTagName("text").item(0).getTextContent()).isEqualTo("A < B & C");
    }

    @Test
    void aGroupOfTheWrongSizeIsRefused() {
        BarChart chart = new BarChart("Title", "Note", List.of("a", "b"), List.of(0, 1));

        assertThatThrownBy(() -> chart.add("group", List.of(), 1)).hasMessageContaining("(expected: 2 of them)");
    }

    private static List<Double> heights(Document svg, String cssClass) {
        var bars = svg.getElementsByTagName("rect");
        return IntStream.range(0, bars.getLength())
                .mapToObj(i -> bars.item(i).getAttributes())
                .filter(bar -> bar.getNamedItem("class").getNodeValue().equals(cssClass))
                .map(bar -> Double.valueOf(bar.getNamedItem("height").getNodeValue()))
                .toList();
    }

    private static Document parse(Svg svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg.toString())));
    }
}
