package dev.evenkeel.balancer.http1;

/** What a client connection does. */
enum ClientState {
    /** Between requests. */
    IDLE,
    /** Part of a head has come. */
    HEAD,
    /** An exchange is under way. */
    SERVING,
    /** The response is over before its request; the rest of the request is passed over. */
    PASSING_OVER,
    /** The last response is on its way; nothing more is read. */
    CLOSING,
    /** The last response is sent and our side closed; what still comes is passed over, so as not to reset the connection. */
    LINGERING,
    CLOSED
}
