package dev.evenkeel.bench.nodrop.load;

import java.util.Locale;

/** How a request ended for the client. */
public enum Ending {
    /** The right status and the right body, whole and in its turn. */
    SERVED,
    /** Another status than the origin's 200. */
    WRONG_STATUS,
    /** No connection to the proxy. */
    NOT_CONNECTED,
    /** The connection ended before a byte of the response had come. */
    CLOSED_UNANSWERED,
    /** The connection ended within the response. */
    CUT,
    /** A byte of the body is wrong, or it is too short or too long. */
    WRONG_BODY,
    /** It is the response to another request. */
    WRONG_RESPONSE,
    /** It is not a response of HTTP. */
    NOT_HTTP,
    /** Nothing came for so long that the client gave up. */
    OUT_OF_PATIENCE,
    /** It was pipelined behind one whose connection ended. */
    BEHIND_A_CUT;

    /** What reports call it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
