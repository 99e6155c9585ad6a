/** What is told about exchanges and about the daemon: the access log and the metrics. */
@NullMarked
package dev.evenkeel.balancer.telemetry;

import org.jspecify.annotations.NullMarked;
