package dev.evenkeel.health.check;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How one check ended.
 *
 * @param passed whether the target works
 * @param reason what was found, as a phrase for people
 * @param duration from the beginning of the check to its end
 */
public record CheckResult(boolean passed, String reason, Duration duration) {
    public CheckResult {
        requireNonNull(reason, "reason");
        requireNonNull(duration, "duration");
    }
}
