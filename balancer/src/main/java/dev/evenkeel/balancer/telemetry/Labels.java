package dev.evenkeel.balancer.telemetry;

import dev.evenkeel.balancer.exchange.Outcome;
import java.util.Locale;

/** The words by which things are called in logs, metrics and the admin API. */
public final class Labels {
    private Labels() {}

    /** An outcome: {@code completed}, {@code backend_closed} … */
    public static String of(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
