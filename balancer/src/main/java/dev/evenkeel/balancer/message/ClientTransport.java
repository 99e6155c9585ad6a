package dev.evenkeel.balancer.message;

/** A client's connection, as whoever shuts it down sees it. Both methods are for its event loop. */
public interface ClientTransport {
    /** Closes the connection as soon as it is between two requests, which may be now. */
    void drain();

    /** Closes the connection now, whatever is under way. */
    void cut();
}
