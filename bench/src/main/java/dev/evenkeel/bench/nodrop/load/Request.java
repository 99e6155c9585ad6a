package dev.evenkeel.bench.nodrop.load;

/**
 * A request as a failure is told of it.
 *
 * @param id unique in the run
 * @param kind how it was asked
 * @param target which pool it goes to
 * @param line method, path and query
 */
public record Request(long id, Kind kind, Target target, String line) {}
