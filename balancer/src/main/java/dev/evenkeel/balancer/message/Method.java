package dev.evenkeel.balancer.message;

import java.util.Arrays;

/** The request methods that the balancer treats apart (RFC 9110 §9); all others are {@link #OTHER}. */
public enum Method {
    GET(true),
    HEAD(true),
    POST(false),
    PUT(true),
    DELETE(true),
    OPTIONS(true),
    TRACE(true),
    PATCH(false),
    CONNECT(false),
    /** An extension method, forwarded as it came and never repeated. */
    OTHER(false);

    private static final Method[] KNOWN = Arrays.copyOf(values(), values().length - 1);

    private final boolean idempotent;

    Method(boolean idempotent) {
        this.idempotent = idempotent;
    }

    /** Tells whether a request may be repeated when it is not known if it was carried out (RFC 9110 §9.2.2). */
    public boolean idempotent() {
        return idempotent;
    }

    /** Returns the method of this name; method names are case-sensitive. */
    public static Method of(byte[] bytes, int start, int end) {
        for (Method method : KNOWN) {
            if (is(method.name(), bytes, start, end)) {
                return method;
            }
        }
        return OTHER;
    }

    private static boolean is(String name, byte[] bytes, int start, int end) {
        if (name.length() != end - start) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (bytes[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
