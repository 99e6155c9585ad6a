package dev.evenkeel.balancer.message;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a client's connection. One object for each connection, so that what is found out about an
 * address is found out once and not for each request. For the connection's event loop.
 */
public final class Peer {
    private static final byte[] IPV4_MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
    private static final byte[] NO_BYTES = {};

    private final SocketAddress address;
    private final @Nullable InetAddress ip;
    private final byte[] text;
    private @Nullable Predicate<? super Peer> judge;
    private boolean trusted;

    public Peer(SocketAddress address) {
        this.address = requireNonNull(address, "address");
        this.ip = ipOf(address);
        this.text = ip == null ? NO_BYTES : NetUtil.toAddressString(ip).getBytes(US_ASCII);
    }

    private static @Nullable InetAddress ipOf(SocketAddress address) {
        InetAddress ip = address instanceof InetSocketAddress internet ? internet.getAddress() : null;
        byte[] bytes = ip == null ? NO_BYTES : ip.getAddress();
        if (bytes.length != 16 || !Arrays.equals(bytes, 0, 12, IPV4_MAPPED, 0, 12)) {
            return ip;
        }
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16));
        } catch (UnknownHostException e) {
            throw new AssertionError("4 bytes are an address", e);
        }
    }

    /** The address, as the transport gave it. */
    public SocketAddress address() {
        return address;
    }

    /** Whether it is at a Unix socket: another process of this machine that was let in by the file's permissions. */
    public boolean unix() {
        return address instanceof DomainSocketAddress || address instanceof UnixDomainSocketAddress;
    }

    /** The IP address, or null if it has none; IPv4 also where the socket says it in IPv6. */
    public @Nullable InetAddress ip() {
        return ip;
    }

    /** The IP address as text without brackets or scope, in bytes that must not be changed; empty if it has none. */
    public byte[] ipText() {
        return text;
    }

    /** Tells whether a judge trusts this peer; it is asked again only after another judge was. */
    public boolean trustedBy(Predicate<? super Peer> newJudge) {
        if (judge != newJudge) {
            trusted = newJudge.test(this);
            judge = newJudge;
        }
        return trusted;
    }
}
