package dev.evenkeel.balancer.config;

/**
 * How much of a body is kept on its way from one side to the other, per exchange and direction, in bytes.
 *
 * @param high above this the sending side is no longer read
 * @param low at or below this it is read again; less than {@code high}
 */
public record BufferConfig(int high, int low) {}
