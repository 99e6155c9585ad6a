package dev.evenkeel.bench.compare;

/**
 * One number that is kept for later runs to be set against.
 *
 * @param section as on the command line
 * @param item what was measured in it
 * @param contender whose it is
 * @param unit what the number counts
 * @param value the number; NaN if it could not be measured
 */
record Figure(String section, String item, String contender, String unit, double value) {
    /** The same in another run, if its key is the same. */
    String key() {
        return section + "/" + item + "/" + contender + "/" + unit;
    }
}
