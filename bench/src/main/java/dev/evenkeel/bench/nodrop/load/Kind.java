package dev.evenkeel.bench.nodrop.load;

import java.util.Locale;

/** A way in which a client asks, and how often it does. */
public enum Kind {
    /** On a kept connection; up to 16 KiB come back, some of them chunked. */
    GET(30, "GET"),
    /** The same on a connection of its own, which the client asks to close. */
    GET_NEW_CONNECTION(14, "GET"),
    HEAD(5, "HEAD"),
    /** Takes the origin up to 0.8 s. */
    GET_SLOW_ANSWER(6, "GET"),
    /** Idempotent, with a body. */
    PUT(6, "PUT"),
    POST(15, "POST"),
    POST_NEW_CONNECTION(5, "POST"),
    POST_CHUNKED(5, "POST"),
    /** The body follows when 100 has come, or after a second. */
    POST_EXPECT_CONTINUE(3, "POST"),
    /** The body comes in pieces over half a second. */
    POST_SLOW_UPLOAD(2, "POST"),
    /** Four requests at once on one connection, one of them HEAD. */
    PIPELINED(4, "GET"),
    /** 1 to 4 MiB. */
    DOWNLOAD(3, "GET"),
    /** 512 KiB, read over a second or so with a small window. */
    SLOW_READER(2, "GET");

    private final int share;
    private final String method;
    private final String label;

    Kind(int share, String method) {
        this.share = share;
        this.method = method;
        this.label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How often, against the others. */
    int share() {
        return share;
    }

    public String method() {
        return method;
    }

    /** What reports call it. */
    public String label() {
        return label;
    }

    /** Whether a request of this kind may be sent to a second backend after the first may have got it (RFC 9110 §9.2.2). */
    public boolean repeatable() {
        return !method.equals("POST");
    }

    boolean ownConnection() {
        return this == GET_NEW_CONNECTION || this == POST_NEW_CONNECTION || this == SLOW_READER;
    }
}
