package dev.evenkeel.balancer.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Writes the address of a client: an IP address in its shortest form (RFC 5952), or {@code unix:}. */
final class ClientAddress {
    private static final byte[] UNIX = "unix:".getBytes(US_ASCII);
    private static final int GROUPS = 8;

    private ClientAddress() {}

    static void write(SocketAddress address, LineBuffer line) {
        if (!(address instanceof InetSocketAddress inet) || inet.isUnresolved()) {
            line.put(UNIX);
            return;
        }
        InetAddress ip = inet.getAddress();
        byte[] bytes = ip.getAddress();
        if (ip instanceof Inet4Address) {
            writeV4(bytes, line);
        } else {
            writeV6(bytes, line);
        }
    }

    private static void writeV4(byte[] bytes, LineBuffer line) {
        line.decimal(bytes[0] & 0xff);
        line.put('.');
        line.decimal(bytes[1] & 0xff);
        line.put('.');
        line.decimal(bytes[2] & 0xff);
        line.put('.');
        line.decimal(bytes[3] & 0xff);
    }

    /** The longest run of two or more zero groups becomes two colons; the first of several equally long ones. */
    private static void writeV6(byte[] bytes, LineBuffer line) {
        int gap = -1;
        int gapLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = zeroRun(bytes, i);
            if (run > gapLength) {
                gap = i;
                gapLength = run;
            }
        }
        int i = 0;
        while (i < GROUPS) {
            if (i == gap) {
                line.put(':');
                line.put(':');
                i += gapLength;
                continue;
            }
            if (i > 0 && i != gap + gapLength) {
                line.put(':');
            }
            line.hex(group(bytes, i));
            i++;
        }
    }

    private static int zeroRun(byte[] bytes, int start) {
        int end = start;
        while (end < GROUPS && group(bytes, end) == 0) {
            end++;
        }
        return end - start;
    }

    private static int group(byte[] bytes, int i) {
        return ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
    }
}
