package dev.evenkeel.balancer.exchange;

/** The moments of an exchange that are recorded, in the order in which they mostly come. */
public enum Moment {
    /** The first byte of the request came. */
    FIRST_BYTE,
    /** The request's head was whole. */
    HEAD_COMPLETE,
    /** A service was found. */
    ROUTED,
    /** The request began to wait for a backend with room. */
    QUEUED,
    /** A backend was chosen; the last time, if there were several. */
    LEASED,
    /** A connection to it was there. */
    CONNECTED,
    /** A piece of the request's body came; the last time. */
    REQUEST_BODY,
    /** The request had been sent whole. */
    REQUEST_SENT,
    /** The head of the response was there. */
    RESPONSE_HEAD,
    /** A piece of the response's body went on to the client; the last time. */
    RESPONSE_BODY,
    /** The end. */
    FINISHED
}
