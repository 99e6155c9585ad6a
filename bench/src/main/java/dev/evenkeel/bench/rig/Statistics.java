package dev.evenkeel.bench.rig;

import java.util.List;

/** The middle of a few measurements and how far they lie apart. */
public final class Statistics {
    private Statistics() {}

    /** The middle value, or the mean of the two middle ones; NaN if there is none. */
    public static double median(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The smallest value that as many of a hundred do not exceed; NaN if there is none. */
    public static double percentile(List<Double> values, double percentile) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int rank = (int) Math.ceil(percentile / 100 * sorted.size());
        return sorted.get(Math.max(0, rank - 1));
    }

    /** Half the distance from the least to the greatest, as a share of the median; NaN if there is none. */
    public static double spread(List<Double> values) {
        double least = values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
        double greatest = values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
        return (greatest - least) / 2 / median(values);
    }
}
