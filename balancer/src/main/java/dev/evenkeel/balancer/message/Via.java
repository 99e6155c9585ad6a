package dev.evenkeel.balancer.message;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The field by which each proxy on the way of a message tells that it was there (RFC 9110 §7.6.3). */
public final class Via {
    private static final byte[] RECEIVED_IN_10 = "Via: 1.0 evenkeel".getBytes(US_ASCII);
    private static final byte[] RECEIVED_IN_11 = "Via: 1.1 evenkeel".getBytes(US_ASCII);

    private Via() {}

    /** Adds this hop to a head that is about to be forwarded, with the version in which it was received. */
    public static void addTo(Head head) {
        byte[] line = head.httpMinor() == 0 ? RECEIVED_IN_10 : RECEIVED_IN_11;
        head.addBytes(line, 0, line.length);
        head.endAddedLine();
    }
}
