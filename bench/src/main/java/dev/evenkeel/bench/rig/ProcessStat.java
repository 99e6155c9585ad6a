package dev.evenkeel.bench.rig;

/**
 * The CPU times in {@code /proc/PID/stat}, in nanoseconds. The kernel keeps them exactly but shows them in
 * ticks of 10 ms.
 *
 * @param ownNanos user and system time of the process: all its threads, those that have ended too
 * @param childrenNanos the same of its children that have ended and been waited for
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
record ProcessStat(long ownNanos, long childrenNanos) {
    /** Linux shows times to programs in hundredths of a second on every architecture that runs Java. */
    static final long TICK_NANOS = 10_000_000;

    private static final int USER_TIME = 11;

    /** Reads the one line of the file; the command name in it may hold blanks and parentheses. */
    static ProcessStat parse(String line) {
        int endOfName = line.lastIndexOf(')');
        if (endOfName < 0) {
            throw new IllegalArgumentException("stat line: " + line + " (expected: a name in parentheses)");
        }
        String[] fields = line.substring(endOfName + 1).strip().split(" ", -1);
        if (fields.length < USER_TIME + 4) {
            throw new IllegalArgumentException("stat line: " + line + " (expected: 17 fields or more)");
        }
        return new ProcessStat(
                ticks(fields[USER_TIME], fields[USER_TIME + 1]), ticks(fields[USER_TIME + 2], fields[USER_TIME + 3]));
    }

    private static long ticks(String user, String system) {
        return (Long.parseLong(user) + Long.parseLong(system)) * TICK_NANOS;
    }
}
