package dev.evenkeel.balancer.message;

import dev.evenkeel.balancer.config.ClientConfig;

/**
 * What a client connection hands its requests to. Called on the connection's event loop.
 */
public interface RequestHandler {
    /** The settings in force now: limits, timeouts, keep-alive. Cheap; read for every request. */
    ClientConfig config();

    /** Whether the daemon is shutting down or the listener going away: answers then end their connection. */
    boolean closing();

    /** A client has connected. */
    void connected(ClientTransport transport);

    /** A client's connection is closed; called once for each that was announced. */
    void disconnected(ClientTransport transport);

    /** A request's head is complete. The handler must {@link ClientStream#listen listen} before it returns. */
    void request(ClientStream stream);

    /**
     * What came is not a request that may be served. The handler must answer; the connection is closed after that.
     *
     * @param status the status code to answer with
     * @param reason a sentence that says what is wrong
     */
    void rejected(ClientStream stream, int status, String reason);
}
