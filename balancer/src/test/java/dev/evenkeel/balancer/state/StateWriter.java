package dev.evenkeel.balancer.state;

import dev.evenkeel.balancer.config.LiveChange;
import dev.evenkeel.balancer.config.LiveChange.Presence;
import dev.evenkeel.balancer.config.LiveValue;
import dev.evenkeel.balancer.config.Overlay;
import dev.evenkeel.balancer.config.Resource;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * A program that keeps one change after the other in each of its files, and says of each that it is kept, until it is
 * killed.
 */
final class StateWriter {
    private static final String POOL = "app";
    private static final Resource COUNTER = Resource.backend(POOL, "counter");

    private StateWriter() {}

    /**
     * Begins in each file with the change after the one that it has, and says {@code <file> <number>}, where files are
     * counted from 0.
     *
     * @param args how many changes fill a file, up to which length it is always replaced, and the files
     */
    public static void main(String[] args) {
        PrintStream said = System.out;
        System.setOut(System.err); // for what is logged
        for (int i = 2; i < args.length; i++) {
            int index = i - 2;
            StateFile file = new StateFile(Path.of(args[i]), Long.parseLong(args[1]));
            new Thread(() -> writeForEver(index, file, Integer.parseInt(args[0]), said)).start();
        }
    }

    private static void writeForEver(int index, StateFile file, int ballast, PrintStream said) {
        try {
            Overlay overlay = file.read();
            if (overlay.changes().isEmpty()) {
                for (int i = 0; i < ballast; i++) {
                    overlay = overlay.with(added("10.0.0.1:" + (1000 + i), 1));
                }
            }
            for (long number = numberOf(overlay) + 1; ; number++) {
                overlay = overlay.with(added("counter", number));
                file.write(overlay, COUNTER);
                said.println(index + " " + number);
            }
        } catch (IOException | UnreadableStateException e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static LiveChange added(String backend, long weight) {
        return new LiveChange(
                Resource.backend(POOL, backend),
                Presence.ADDED,
                Map.of("weight", new LiveValue(Long.toString(weight), null)));
    }

    /** The last change that was kept; 0 if none was. */
    static long numberOf(Overlay overlay) {
        LiveChange change = overlay.of(COUNTER);
        LiveValue value = change == null ? null : change.values().get("weight");
        return value == null || value.live() == null ? 0 : Long.parseLong(value.live());
    }
}
