package dev.evenkeel.balancer.config;

/**
 * A line of a file.
 *
 * @param file as the user named it
 * @param line 1 or more, or 0 if not known
 */
record Place(String file, int line) {}
