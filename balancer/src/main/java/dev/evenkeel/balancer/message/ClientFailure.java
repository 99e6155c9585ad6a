package dev.evenkeel.balancer.message;

/** How a client's end of an exchange fails. */
public enum ClientFailure {
    /** The connection was closed or reset. */
    GONE(false),
    /** The body breaks the rules of its framing. */
    BAD_BODY(true),
    /** The body is larger than the listener allows. */
    BODY_TOO_LARGE(true),
    /** The body made no progress for too long. */
    BODY_TIMEOUT(true),
    /** The client took no byte of the response for too long. */
    SEND_TIMEOUT(false),
    /** The whole exchange took too long. */
    REQUEST_TIMEOUT(true),
    /** The daemon stopped and could wait no longer. */
    CUT(false);

    private final boolean answerable;

    ClientFailure(boolean answerable) {
        this.answerable = answerable;
    }

    /** Whether a response can still be sent if none was begun. */
    public boolean answerable() {
        return answerable;
    }
}
