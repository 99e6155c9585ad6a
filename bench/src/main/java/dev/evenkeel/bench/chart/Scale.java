package dev.evenkeel.bench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Turns values into heights, in equal steps or, for values that span orders of magnitude, in equal factors. */
final class Scale {
    private static final int STEPS = 5;

    private final boolean logarithmic;
    private final double least;
    private final double greatest;

    private Scale(boolean logarithmic, double least, double greatest) {
        this.logarithmic = logarithmic;
        this.least = least;
        this.greatest = greatest;
    }

    /** From zero to a round number above the greatest value. */
    static Scale linear(double greatest) {
        double step = roundUp(Math.max(greatest, 1e-9) / STEPS);
        return new Scale(false, 0, step * Math.ceil(greatest * 1.02 / step));
    }

    /** From a round number below the least value to one above the greatest. */
    static Scale logarithmic(double least, double greatest) {
        double low = least > 0 ? Math.pow(10, Math.floor(Math.log10(least))) : 0.001;
        double from = low * (least >= 5 * low ? 5 : least >= 2 * low ? 2 : 1);
        return new Scale(true, from, roundUp(Math.max(greatest, from * 2)));
    }

    /** The next of 1, 2, 5, 10, 20 … */
    private static double roundUp(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double factor : new double[] {1, 2, 2.5, 5}) {
            if (value <= factor * power * 1.000001) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** Where the value stands: 0 at the bottom, 1 at the top. */
    double position(double value) {
        double position = logarithmic
                ? Math.log(Math.max(value, least) / least) / Math.log(greatest / least)
                : (value - least) / (greatest - least);
        return Math.min(1, Math.max(0, position));
    }

    /** Values at which a line helps the eye. */
    List<Double> marks() {
        List<Double> marks = new ArrayList<>();
        if (logarithmic) {
            for (double power = Math.pow(10, Math.floor(Math.log10(least)));
                    power <= greatest * 1.000001;
                    power *= 10) {
                for (double factor : new double[] {1, 2, 5}) {
                    double mark = power * factor;
                    if (mark >= least * 0.999999 && mark <= greatest * 1.000001) {
                        marks.add(mark);
                    }
                }
            }
        } else {
            double step = roundUp(greatest / STEPS);
            for (int i = 0; i * step <= greatest * 1.000001; i++) {
                marks.add(i * step);
            }
        }
        return marks;
    }

    /** As few digits as tell the marks apart. */
    static String label(double value) {
        if (value >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.replaceAll("\\.?0+$", "");
    }
}
