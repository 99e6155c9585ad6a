package dev.evenkeel.balancer.config;

import static java.util.Objects.requireNonNull;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * A block of IP addresses, such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}. An IPv4 block does not contain
 * IPv6 addresses, nor the other way round; the JDK turns IPv4-mapped IPv6 addresses into IPv4 ones.
 */
public final class Cidr {

    private final InetAddress network;
    private final byte[] bytes;
    private final int prefix;

    private Cidr(InetAddress network, int prefix) {
        this.network = network;
        this.bytes = network.getAddress();
        this.prefix = prefix;
    }

    /**
     * Reads a block. An address alone is the block of this one.
     *
     * @throws IllegalArgumentException with a message that says what was expected, also if the address has bits
     *     beyond the prefix
     */
    public static Cidr parse(String text) {
        requireNonNull(text, "text");
        int slash = text.indexOf('/');
        var network = AddressParser.ip(slash < 0 ? text : text.substring(0, slash));
        if (network == null) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" (expected: an IP address and prefix length, such as 10.0.0.0/8)");
        }
        int bits = network.getAddress().length * Byte.SIZE;
        var cidr = new Cidr(network, slash < 0 ? bits : prefix(text, text.substring(slash + 1), bits));
        cidr.requireNoBitsBeyondPrefix(text);
        return cidr;
    }

    private static int prefix(String text, String digits, int bits) {
        int prefix = digits.matches("0|[1-9][0-9]{0,2}") ? Integer.parseInt(digits) : -1;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("\"" + text + "\" (expected: a prefix length from 0 to " + bits + ")");
        }
        return prefix;
    }

    private void requireNoBitsBeyondPrefix(String text) {
        var masked = bytes.clone();
        for (int bit = prefix; bit < masked.length * Byte.SIZE; bit++) {
            masked[bit / Byte.SIZE] &= (byte) ~(0x80 >>> bit % Byte.SIZE);
        }
        if (!Arrays.equals(masked, bytes)) {
            throw new IllegalArgumentException("\"" + text + "\" (expected: no bits set beyond the prefix, as in "
                    + NetUtil.bytesToIpAddress(masked) + "/" + prefix + ")");
        }
    }

    /** Whether {@code address} lies in this block. */
    public boolean contains(InetAddress address) {
        var other = address.getAddress();
        if (other.length != bytes.length) {
            return false;
        }
        int whole = prefix / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (other[i] != bytes[i]) {
                return false;
            }
        }
        int rest = prefix % Byte.SIZE;
        return rest == 0 || (other[whole] ^ bytes[whole]) >> (Byte.SIZE - rest) == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cidr that && prefix == that.prefix && network.equals(that.network);
    }

    @Override
    public int hashCode() {
        return 31 * network.hashCode() + prefix;
    }

    /** The text that {@link #parse} reads, with the prefix length. */
    @Override
    public String toString() {
        return NetUtil.toAddressString(network) + "/" + prefix;
    }
}
