package dev.evenkeel.bench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A line for each series over the same points; heights in equal factors, since they span orders of magnitude. */
public final class LineChart {
    private static final int HEIGHT = 440;
    private static final int WIDTH = 860;

    private final String title;
    private final String note;
    private final String unit;
    private final List<String> points;
    private final List<Line> lines = new ArrayList<>();

    /** @param points the names of the points, in equal distances */
    public LineChart(String title, String note, String unit, List<String> points) {
        this.title = title;
        this.note = note;
        this.unit = unit;
        this.points = List.copyOf(points);
    }

    /** Adds a line with a value for each point; NaN or 0 where there is none. */
    public void add(String name, int colour, List<Double> values) {
        if (values.size() != points.size()) {
            throw new IllegalArgumentException("values: " + values + " (expected: " + points.size() + " of them)");
        }
        lines.add(new Line(name, colour, List.copyOf(values)));
    }

    /** Draws it. */
    public Svg draw() {
        double[] known = lines.stream()
                .flatMap(line -> line.values.stream())
                .filter(LineChart::isDrawn)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        Scale scale =
                known.length == 0 ? Scale.logarithmic(1, 10) : Scale.logarithmic(known[0], known[known.length - 1]);
        Frame frame = new Frame(WIDTH, HEIGHT, scale);
        frame.headings(title, note);
        frame.legend(
                lines.stream().map(Line::name).toList(),
                lines.stream().map(Line::colour).toList(),
                false);
        frame.grid();
        for (int i = 0; i < points.size(); i++) {
            frame.svg().text(x(frame, i), frame.bottom() + 22, "middle", "label", points.get(i));
        }
        lines.forEach(line -> draw(frame, line));
        return frame.svg();
    }

    private void draw(Frame frame, Line line) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            double value = line.values.get(i);
            if (isDrawn(value)) {
                path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(frame, i), frame.y(value)));
            }
        }
        frame.svg().polyline(path.toString().strip(), Svg.series(line.colour));
        for (int i = 0; i < points.size(); i++) {
            double value = line.values.get(i);
            if (isDrawn(value)) {
                String tip = line.name + ", " + points.get(i) + ": " + Scale.label(value) + " " + unit;
                frame.svg().dot(x(frame, i), frame.y(value), Svg.series(line.colour), tip);
            }
        }
    }

    private static boolean isDrawn(double value) {
        return Double.isFinite(value) && value > 0;
    }

    private double x(Frame frame, int point) {
        return Frame.LEFT + frame.planeWidth() * (point + 0.5) / points.size();
    }

    private record Line(String name, int colour, List<Double> values) {}
}
