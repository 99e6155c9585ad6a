package dev.evenkeel.balancer.config;

/**
 * When a backend is ejected because it fails requests on connections that it took.
 *
 * @param consecutiveFailures after how many failures in a row; {@link Integer#MAX_VALUE} for never
 * @param ratio by the share of failures
 * @param statuses responses that count as failures
 * @param ejectTime for how long
 * @param maxEjectedShare the share of the backends that may be ejected at once, rounded down; 0 to 1
 */
public record PassiveHealthConfig(
        int consecutiveFailures,
        FailureRatioConfig ratio,
        StatusSet statuses,
        BackoffConfig ejectTime,
        double maxEjectedShare) {}
