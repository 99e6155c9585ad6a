package dev.evenkeel.balancer.route;

/**
 * What a request lacked to fit a route.
 *
 * @param condition {@code host}, {@code path}, {@code method} or {@code header}
 * @param expected what the route asks for
 * @param found what the request has
 */
public record Misfit(String condition, String expected, String found) {}
