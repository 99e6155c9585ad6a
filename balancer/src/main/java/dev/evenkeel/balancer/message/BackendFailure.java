package dev.evenkeel.balancer.message;

/** How a backend's end of an exchange fails. */
public enum BackendFailure {
    /** No connection could be made; the request never left. */
    CONNECT_FAILED,
    /** No connection was made in time; the request never left. */
    CONNECT_TIMEOUT,
    /** The connection that was made did not prove to be served; the request never left. */
    UNVERIFIED,
    /** The connection ended before a byte of the response came. */
    CLOSED_UNANSWERED,
    /** The connection ended within the response. */
    CLOSED,
    /** The backend is taken out of use, and the time that was left for requests under way is over. */
    CUT,
    /** What came is not a response that may be forwarded. */
    BAD_RESPONSE,
    /** No byte of the response came in time. */
    FIRST_BYTE_TIMEOUT,
    /** The response, or the taking of the request, made no progress for too long. */
    IDLE_TIMEOUT
}
