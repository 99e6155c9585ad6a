package dev.evenkeel.bench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Bars in groups: a group for each thing measured, in it a bar for each series; a group may have a target line. */
public final class BarChart {
    private static final int HEIGHT = 440;
    private static final int LEAST_WIDTH = 800;
    private static final double BAR = 34;
    private static final double GAP_IN_GROUP = 4;
    private static final double GAP = 30;

    private final String title;
    private final String note;
    private final List<String> series;
    private final List<Integer> colours;
    private final List<Group> groups = new ArrayList<>();

    /** @param colours the number of each series' colour */
    public BarChart(String title, String note, List<String> series, List<Integer> colours) {
        this.title = title;
        this.note = note;
        this.series = List.copyOf(series);
        this.colours = List.copyOf(colours);
    }

    /**
     * Adds a group.
     *
     * @param name below it
     * @param bars one for each series; without a height, where there is nothing to show
     * @param target the height of its target line; NaN for none
     */
    public void add(String name, List<Bar> bars, double target) {
        if (bars.size() != series.size()) {
            throw new IllegalArgumentException("bars: " + bars + " (expected: " + series.size() + " of them)");
        }
        groups.add(new Group(name, List.copyOf(bars), target));
    }

    /** Draws it. */
    public Svg draw() {
        double groupWidth = series.size() * (BAR + GAP_IN_GROUP) - GAP_IN_GROUP;
        double needed = groups.size() * (groupWidth + GAP);
        Frame frame = new Frame(
                (int) Math.max(LEAST_WIDTH, needed + Frame.LEFT + Frame.RIGHT), HEIGHT, Scale.linear(greatest()));
        frame.headings(title, note);
        frame.legend(series, colours, groups.stream().anyMatch(group -> Double.isFinite(group.target)));
        frame.grid();
        double pitch = frame.planeWidth() / Math.max(1, groups.size());
        for (int i = 0; i < groups.size(); i++) {
            double left = Frame.LEFT + i * pitch + (pitch - groupWidth) / 2;
            draw(frame, groups.get(i), left, groupWidth);
        }
        return frame.svg();
    }

    private void draw(Frame frame, Group group, double left, double width) {
        for (int i = 0; i < group.bars.size(); i++) {
            Bar bar = group.bars.get(i);
            if (Double.isFinite(bar.height)) {
                double x = left + i * (BAR + GAP_IN_GROUP);
                double y = frame.y(bar.height);
                String tip = series.get(i) + ", " + group.name + ": " + bar.label;
                frame.svg().bar(x, y, BAR, frame.bottom() - y, Svg.series(colours.get(i)), tip);
                frame.svg().text(x + BAR / 2, y - 5, "middle", "value", bar.label);
            }
        }
        if (Double.isFinite(group.target)) {
            double y = frame.y(group.target);
            frame.svg().line(left - GAP / 3, y, left + width + GAP / 3, y, "target");
        }
        frame.svg().text(left + width / 2, frame.bottom() + 22, "middle", "label", group.name);
    }

    private double greatest() {
        return groups.stream()
                .flatMap(group -> Stream.concat(group.bars.stream().map(Bar::height), Stream.of(group.target)))
                .filter(Double::isFinite)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
    }

    /**
     * One bar.
     *
     * @param height NaN for none
     * @param label above it
     */
    public record Bar(double height, String label) {}

    private record Group(String name, List<Bar> bars, double target) {}
}
