package dev.evenkeel.balancer.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How it is found out which backends of a pool work, and what becomes of those that do not.
 *
 * @param backoff how long a backend is left alone that refuses connections
 * @param checks what every backend is asked; null if they are not
 * @param passive what becomes of a backend that fails requests
 * @param panicThreshold if the checks leave a smaller share of the backends than this, they are not believed; 0 to 1
 * @param slowStart how long the share of a backend grows after it came back or was added; zero for not at all
 */
public record HealthConfig(
        BackoffConfig backoff,
        @Nullable ChecksConfig checks,
        PassiveHealthConfig passive,
        double panicThreshold,
        Duration slowStart) {}
