package dev.evenkeel.balancer.config;

import org.jspecify.annotations.Nullable;

/**
 * One setting that was changed while the daemon ran.
 *
 * @param live what it was set to, as one would write it; null if the backend that has it was removed
 * @param file what the file said then; null if it said nothing
 */
public record LiveValue(@Nullable String live, @Nullable String file) {}
