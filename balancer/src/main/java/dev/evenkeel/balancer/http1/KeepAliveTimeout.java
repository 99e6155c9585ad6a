package dev.evenkeel.balancer.http1;

import dev.evenkeel.balancer.message.Ascii;
import java.util.concurrent.TimeUnit;

/** Reads the {@code timeout} of a {@code Keep-Alive} field: {@code timeout=5, max=100} (RFC 2068 §19.7.1.1). */
final class KeepAliveTimeout {
    private static final String NAME = "timeout=";

    private KeepAliveTimeout() {}

    /** Returns nanoseconds, or {@link Long#MAX_VALUE} if the field does not say. */
    static long parse(byte[] bytes, int start, int end) {
        for (int i = start; i + NAME.length() < end; i++) {
            if (Ascii.equalsIgnoreCase(bytes, i, i + NAME.length(), NAME)) {
                return seconds(bytes, i + NAME.length(), end);
            }
        }
        return Long.MAX_VALUE;
    }

    private static long seconds(byte[] bytes, int start, int end) {
        long seconds = 0;
        int i = start;
        while (i < end && i < start + 9 && bytes[i] >= '0' && bytes[i] <= '9') {
            seconds = seconds * 10 + bytes[i++] - '0';
        }
        return i == start ? Long.MAX_VALUE : TimeUnit.SECONDS.toNanos(seconds);
    }
}
