package dev.evenkeel.bench.soak;

import java.time.Duration;

/**
 * How Evenkeel stands after a stretch of load.
 *
 * @param elapsed since the start of the load
 * @param requests answered in this stretch
 * @param errors bad statuses and socket errors in this stretch
 * @param cpuMicrosPerRequest CPU time, user and system, in this stretch
 * @param residentBytes RAM held at its end
 * @param memory the JVM's own account at its end
 */
record Reading(
        Duration elapsed,
        long requests,
        long errors,
        double cpuMicrosPerRequest,
        long residentBytes,
        JavaMemory memory) {}
