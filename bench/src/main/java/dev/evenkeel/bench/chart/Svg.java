package dev.evenkeel.bench.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A drawing under way. Lengths are pixels, from the upper left corner; colours come with the classes of the style. */
public final class Svg {
    /** Paper, ink and eight colours for series; each again for pages that are read in the dark. */
    private static final String STYLE = """
            text { font: 13px system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif; fill: #24292f }
            .title { font-size: 17px; font-weight: 600 }
            .note { fill: #57606a }
            .value { font-size: 11px; fill: #57606a }
            .paper { fill: #ffffff }
            .grid { stroke: #d8dee4; stroke-width: 1 }
            .axis { stroke: #8c959f; stroke-width: 1 }
            .target { stroke: #cf222e; stroke-width: 2; stroke-dasharray: 6 4; fill: none }
            .line { fill: none; stroke-width: 2.5; stroke-linejoin: round }
            .s0 { fill: #0969da; stroke: #0969da }
            .s1 { fill: #54aeff; stroke: #54aeff }
            .s2 { fill: #8c6d4f; stroke: #8c6d4f }
            .s3 { fill: #7a9e64; stroke: #7a9e64 }
            .s4 { fill: #b8943a; stroke: #b8943a }
            .s5 { fill: #a26ab0; stroke: #a26ab0 }
            .bar { stroke: none }
            .line.s0, .line.s1, .line.s2, .line.s3, .line.s4, .line.s5 { fill: none }
            @media (prefers-color-scheme: dark) {
              text { fill: #e6edf3 }
              .note, .value { fill: #9198a1 }
              .paper { fill: #0d1117 }
              .grid { stroke: #30363d }
              .axis { stroke: #6e7681 }
              .target { stroke: #ff7b72 }
              .s0 { fill: #4493f8; stroke: #4493f8 }
              .s1 { fill: #a5d6ff; stroke: #a5d6ff }
              .s2 { fill: #c69a73; stroke: #c69a73 }
              .s3 { fill: #93bf7a; stroke: #93bf7a }
              .s4 { fill: #d9b55b; stroke: #d9b55b }
              .s5 { fill: #c792d6; stroke: #c792d6 }
            }
            """;

    private static final int COLOURS = 6;

    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;

    Svg(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** The class of the series of that number. */
    static String series(int number) {
        return "s" + number % COLOURS;
    }

    void text(double x, double y, String anchor, String cssClass, String text) {
        add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>",
                x, y, anchor, cssClass, escape(text));
    }

    void line(double x1, double y1, double x2, double y2, String cssClass) {
        add("<path d=\"M%.1f %.1fL%.1f %.1f\" class=\"%s\"/>", x1, y1, x2, y2, cssClass);
    }

    void bar(double x, double y, double barWidth, double barHeight, String cssClass, String tip) {
        add(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\" class=\"bar %s\"><title>%s</title></rect>",
                x, y, barWidth, barHeight, cssClass, escape(tip));
    }

    void dot(double x, double y, String cssClass, String tip) {
        add(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" class=\"%s\"><title>%s</title></circle>",
                x, y, cssClass, escape(tip));
    }

    void polyline(String points, String cssClass) {
        add("<polyline points=\"%s\" class=\"line %s\"/>", points, cssClass);
    }

    private void add(String format, Object... values) {
        body.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** Writes the drawing to a file. */
    public void write(Path file) throws IOException {
        Files.writeString(file, toString());
    }

    /** The drawing as an SVG document. */
    @Override
    public String toString() {
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\" height=\"%2$d\""
                                + " role=\"img\">%n<style>%n",
                        width,
                        height)
                + STYLE
                + "</style>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n"
                + body
                + "</svg>\n";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
