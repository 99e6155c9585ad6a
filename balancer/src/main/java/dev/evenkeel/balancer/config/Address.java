package dev.evenkeel.balancer.config;

import static java.util.Objects.requireNonNull;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody listens: an IP address and port, a host name and port, or a Unix-domain socket.
 *
 * <p>Written {@code 10.0.0.1:80}, {@code [2001:db8::1]:80}, {@code app.internal:80} or {@code unix:/run/app.sock}.
 * {@code toString()} gives the shortest such text, and {@link #parse} of that text gives an equal address.
 */
public sealed interface Address {

    /** Longest path of a Unix-domain socket that the kernel takes, in bytes of UTF-8. */
    int MAX_UNIX_PATH = 107;

    /**
     * An IP address. A key of maps during the start, which {@code equals} and {@code hashCode} as the
     * language gives them to records would make 10 ms longer.
     *
     * @param ip without a scope
     * @param port 0 to 65535
     */
    record Ip(InetAddress ip, int port) implements Address {

        public Ip {
            requireNonNull(ip, "ip");
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Ip that && port == that.port && ip.equals(that.ip);
        }

        @Override
        public int hashCode() {
            return 31 * ip.hashCode() + port;
        }

        @Override
        public String toString() {
            return NetUtil.toSocketAddressString(NetUtil.toAddressString(ip), port);
        }
    }

    /**
     * A host name, not yet looked up.
     *
     * @param name in lower case, without a dot at its end
     * @param port 0 to 65535
     */
    record Host(String name, int port) implements Address {

        public Host {
            requireNonNull(name, "name");
        }

        @Override
        public String toString() {
            return name + ":" + port;
        }
    }

    /**
     * A Unix-domain socket.
     *
     * @param path of at most {@value Address#MAX_UNIX_PATH} bytes
     */
    record Unix(String path) implements Address {

        public Unix {
            requireNonNull(path, "path");
        }

        @Override
        public String toString() {
            return AddressParser.UNIX_PREFIX + path;
        }
    }

    /** Whether its port is 0, which means any free one. */
    default boolean isAnyPort() {
        if (this instanceof Ip ip) {
            return ip.port == 0;
        }
        return this instanceof Host host && host.port == 0;
    }

    /** Whether only this machine can reach it, as far as can be said without looking up names. */
    default boolean isLocal() {
        if (this instanceof Ip ip) {
            return ip.ip.isLoopbackAddress();
        }
        return this instanceof Unix || (this instanceof Host host && host.name.equals("localhost"));
    }

    /**
     * Reads an address. Looks nothing up.
     *
     * @throws IllegalArgumentException with a message that says what was expected
     */
    static Address parse(String text) {
        return AddressParser.parse(requireNonNull(text, "text"));
    }
}
