package dev.evenkeel.balancer.exchange;

import java.util.Locale;

/** How an exchange ended. Every failure there is has its name here, its status and its sentence. */
public enum Outcome {
    COMPLETED(0, "The response was handed over whole."),

    BAD_REQUEST(400, "The request breaks the rules of HTTP."),
    REQUEST_REFUSED(0, "The request asks for what is not served here."),
    BODY_TOO_LARGE(413, "The request's body is larger than allowed."),
    CLIENT_HEAD_TIMEOUT(408, "The client did not send its request's head in time."),
    CLIENT_BODY_TIMEOUT(408, "The client's request made no progress in time."),
    CLIENT_GONE(0, "The client closed its connection before the exchange was over."),
    CLIENT_STALLED(0, "The client took no byte of the response in time."),
    REQUEST_TIMEOUT(504, "The exchange took longer than it may."),

    NO_ROUTE(404, "No route matches the request."),

    NO_BACKEND(503, "No backend is there to take the request."),
    QUEUE_FULL(503, "Every backend is at its limit, and so is the queue."),
    QUEUE_TIMEOUT(503, "No backend had room for the request in time."),

    CONNECT_FAILED(502, "No connection to a backend could be made."),
    CONNECT_TIMEOUT(504, "No connection to a backend was made in time."),
    BACKEND_UNVERIFIED(502, "The backend took the connection, but did not answer the request that verifies it."),
    BACKEND_CLOSED(502, "The backend closed the connection before its response was whole."),
    BACKEND_BAD_RESPONSE(502, "The backend's response breaks the rules of HTTP."),
    BACKEND_FIRST_BYTE_TIMEOUT(504, "The backend did not begin to answer in time."),
    BACKEND_IDLE_TIMEOUT(504, "The backend made no progress in time."),

    CUT_AT_SHUTDOWN(0, "The daemon shut down before the exchange was over."),
    INTERNAL_ERROR(500, "The balancer itself failed.");

    private final int status;
    private final String sentence;
    private final String label;

    Outcome(int status, String sentence) {
        this.status = status;
        this.sentence = sentence;
        this.label = name().toLowerCase(Locale.ROOT);
    }

    /** How it is called in logs, metrics and the admin API: its name in lower case. */
    public String label() {
        return label;
    }

    /** The status that a client is answered with, or 0 if there is no answer or it depends. */
    public int status() {
        return status;
    }

    /** What happened, in one sentence. */
    public String sentence() {
        return sentence;
    }

    /** Whether the client got what it asked for. */
    public boolean successful() {
        return this == COMPLETED;
    }
}
