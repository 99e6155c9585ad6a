package dev.evenkeel.balancer.config;

/**
 * Limits of one message head, all in bytes but the last.
 *
 * @param requestLine longest request line, without its line end; 414 beyond
 * @param field longest field line, without its line end; 431 beyond
 * @param fields longest header section, line ends included; 431 beyond
 * @param fieldCount most field lines; 431 beyond
 */
public record HeadLimits(int requestLine, int field, int fields, int fieldCount) {}
