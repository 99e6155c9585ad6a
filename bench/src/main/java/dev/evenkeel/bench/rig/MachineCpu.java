package dev.evenkeel.bench.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What all cores together have done since boot, from the first line of {@code /proc/stat}: it shows whether
 * others used the machine during a measurement.
 *
 * @param busyNanos time in which a core ran something
 * @param stolenNanos time in which the hypervisor gave a core to another guest
 */
public record MachineCpu(long busyNanos, long stolenNanos) {
    private static final int USER = 1;
    private static final int SYSTEM = 3;
    private static final int IRQ = 6;
    private static final int STOLEN = 8;

    /** As it stands now. */
    public static MachineCpu read() {
        try {
            return parse(Files.readString(Path.of("/proc/stat")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MachineCpu parse(String stat) {
        String[] fields = stat.lines().findFirst().orElse("").split(" +", -1);
        if (fields.length <= STOLEN || !fields[0].equals("cpu")) {
            throw new IllegalArgumentException("/proc/stat: " + stat + " (expected: a first line of cpu totals)");
        }
        long busy = 0;
        for (int i = USER; i <= SYSTEM; i++) {
            busy += Long.parseLong(fields[i]);
        }
        for (int i = IRQ; i < STOLEN; i++) {
            busy += Long.parseLong(fields[i]);
        }
        return new MachineCpu(busy * ProcessStat.TICK_NANOS, Long.parseLong(fields[STOLEN]) * ProcessStat.TICK_NANOS);
    }
}
