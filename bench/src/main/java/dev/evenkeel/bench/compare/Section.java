package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.chart.Svg;
import java.util.List;
import java.util.Map;

/** What one section of the comparison found. */
interface Section {
    /** The name on the command line. */
    String id();

    /** Tables for a terminal. */
    String text();

    /** What is kept for later runs. */
    List<Figure> figures();

    /** What Evenkeel has to keep to. */
    List<Target> targets();

    /** Whether a run of it does not count. */
    default boolean hasInvalidRuns() {
        return false;
    }

    /** Charts by the name of the file, without its ending. */
    Map<String, Svg> charts();
}
