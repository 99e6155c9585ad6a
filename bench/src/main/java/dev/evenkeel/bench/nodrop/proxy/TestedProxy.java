package dev.evenkeel.bench.nodrop.proxy;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A proxy that runs and is told of changes. Each call returns when the change holds; what the proxy refuses is a
 * {@link dev.evenkeel.bench.rig.RigException} that says why. For one thread.
 */
public interface TestedProxy {
    /** Adds a backend. */
    void add(String pool, Member member);

    /** Changes the weight of a backend. */
    void weight(String pool, Member member, int weight);

    /** Gives a backend no more requests, and waits until nothing is under way there. */
    void drain(String pool, Member member);

    /** Gives a drained backend requests again. */
    void ready(String pool, Member member);

    /** Drains a backend, then removes it. */
    void remove(String pool, Member member);

    /** Puts keep-alive with the backends of a pool on or off. */
    void backendKeepAlive(String pool, boolean on);

    /** Puts keep-alive with all clients on or off. */
    void clientKeepAlive(boolean on);

    /** Changes the file in several places, one of them this weight, and has it read again. */
    void reload(String pool, Member member, int weight, boolean bySignal);

    /** Whether the proxy says that this backend gets its full share; true if it does not tell. */
    boolean settled(String pool, Member member);

    /** The access log. */
    Path accessLog();

    /** What a line of the access log says. */
    Optional<LogEntry> parse(String line);

    /** What else the proxy tells of its failures; empty if nothing. */
    String ownFailures();

    /** Fails if it has ended. */
    void requireAlive();

    /**
     * A line of the access log.
     *
     * @param id of the request
     * @param backendPort of the last backend that was tried; -1 for none
     * @param reached whether there was a connection to it, so that it may have got the request
     * @param newConnection whether that connection may have been made for this request: false if the log tells that it was kept
     * @param line the line itself
     */
    record LogEntry(long id, int backendPort, boolean reached, boolean newConnection, String line) {}
}
