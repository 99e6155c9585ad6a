package dev.evenkeel.balancer.http1;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The present time in the form of RFC 9110 §5.6.7, made once a second. Safe from any thread. */
final class HttpDate {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private static volatile HttpDate current = new HttpDate(0);

    private final long second;
    private final byte[] text;

    private HttpDate(long second) {
        this.second = second;
        this.text = FORMAT.format(Instant.ofEpochSecond(second)).getBytes(US_ASCII);
    }

    /** Returns the date; the array is shared and must not be changed. */
    static byte[] now() {
        long second = System.currentTimeMillis() / 1000;
        HttpDate date = current;
        if (date.second != second) {
            date = new HttpDate(second);
            current = date;
        }
        return date.text;
    }
}
