package dev.evenkeel.bench.nodrop.scenario;

import dev.evenkeel.bench.rig.RigException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can happen while requests are served. */
public enum Disturbance {
    /** A new backend is added live; later it is drained, removed and stopped. */
    ADD,
    /** A backend is drained, stays so for a while, and serves again. */
    DRAIN,
    /** A backend is removed, stopped when it is gone, started anew and added again. */
    REMOVE,
    /** A backend gets another weight. */
    WEIGHT,
    /** kill -9; started again after a while. */
    KILL,
    /** kill -9 and started at once. */
    RESTART_HARD,
    /** SIGTERM without telling the proxy, and started when it has ended. */
    RESTART,
    /** Drained, SIGTERM, started, ready: as an administrator does who restarts one after the other. */
    ROLLING_RESTART,
    /** SIGSTOP, and SIGCONT after a while, which may be longer than the proxy waits. */
    PAUSE,
    /** The file is changed in several places and read again. */
    RELOAD,
    /** Keep-alive with the backends of a pool is put off, and on again. */
    BACKEND_KEEP_ALIVE,
    /** Keep-alive with clients is put off, and on again. */
    CLIENT_KEEP_ALIVE;

    /** The name on the command line and in reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All names. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Disturbance::label).toList();
    }

    /** The one of that name. */
    public static Disturbance ofLabel(String label) {
        return Arrays.stream(values())
                .filter(one -> one.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new RigException("disturbance: " + label + " (expected: one of "
                        + labels().stream().collect(Collectors.joining(", ")) + ")"));
    }

    /** Whether a backend is out of service for a while. */
    boolean takesOneOut() {
        return switch (this) {
            case DRAIN, REMOVE, KILL, RESTART_HARD, RESTART, ROLLING_RESTART, PAUSE -> true;
            case ADD, WEIGHT, RELOAD, BACKEND_KEEP_ALIVE, CLIENT_KEEP_ALIVE -> false;
        };
    }
}
