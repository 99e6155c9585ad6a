package dev.evenkeel.balancer.control;

import java.time.Instant;

/**
 * A reload that changed nothing.
 *
 * @param at when
 * @param problem what is wrong, a line each
 */
public record RefusedReload(Instant at, String problem) {}
