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
    /** The request had been sent whole. */
    REQUEST_SENT,
    /** The head of the response was there. */
    RESPONSE_HEAD,
    /** The end. */
    FINISHED
}
