package dev.evenkeel.bench.chart;

import java.util.List;

/** What all charts have: title, note, legend, and a plane with a scale on its left. */
final class Frame {
    private static final int TITLE_Y = 30;
    private static final int NOTE_Y = 52;
    private static final int LEGEND_Y = 78;
    private static final int SWATCH = 12;
    private static final double LETTER_WIDTH = 7.6;

    static final int TOP = 112;
    static final int LEFT = 64;
    static final int RIGHT = 24;
    static final int BOTTOM = 44;

    private final Svg svg;
    private final int width;
    private final int height;
    private final Scale scale;

    Frame(int width, int height, Scale scale) {
        this.svg = new Svg(width, height);
        this.width = width;
        this.height = height;
        this.scale = scale;
    }

    Svg svg() {
        return svg;
    }

    double planeWidth() {
        return width - LEFT - RIGHT;
    }

    double bottom() {
        return height - BOTTOM;
    }

    /** The height at which a value is drawn. */
    double y(double value) {
        return bottom() - scale.position(value) * (bottom() - TOP);
    }

    void headings(String title, String note) {
        svg.text(LEFT, TITLE_Y, "start", "title", title);
        svg.text(LEFT, NOTE_Y, "start", "note", note);
    }

    void legend(List<String> names, List<Integer> colours, boolean target) {
        double x = LEFT;
        for (int i = 0; i < names.size(); i++) {
            svg.bar(x, LEGEND_Y - SWATCH + 1, SWATCH, SWATCH, Svg.series(colours.get(i)), names.get(i));
            svg.text(x + SWATCH + 6, LEGEND_Y, "start", "label", names.get(i));
            x += SWATCH + 30 + names.get(i).length() * LETTER_WIDTH;
        }
        if (target) {
            svg.line(x, LEGEND_Y - 5, x + 26, LEGEND_Y - 5, "target");
            svg.text(x + 32, LEGEND_Y, "start", "label", "target");
        }
    }

    void grid() {
        for (double mark : scale.marks()) {
            svg.line(LEFT, y(mark), width - RIGHT, y(mark), mark == 0 ? "axis" : "grid");
            svg.text(LEFT - 8, y(mark) + 4, "end", "note", Scale.label(mark));
        }
    }
}
