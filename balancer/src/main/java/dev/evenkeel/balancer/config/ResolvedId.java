package dev.evenkeel.balancer.config;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The ids of backends that are addresses of a host name: the id of the name's entry and the address, as in {@code
 * app.internal:80/10.0.0.1}.
 */
public final class ResolvedId {
    private static final char SEPARATOR = '/';

    private ResolvedId() {}

    /**
     * The id of one address of a host name.
     *
     * @param entry the id of the entry with the host name
     */
    public static String of(String entry, InetAddress ip) {
        return entry + SEPARATOR + NetUtil.toAddressString(ip);
    }

    /** The id of the entry, or null if an id is not of this form. */
    public static @Nullable String entryOf(String id) {
        int end = id.lastIndexOf(SEPARATOR);
        if (end <= 0) {
            return null;
        }
        String ip = ipOf(id);
        return NetUtil.isValidIpV4Address(ip) || NetUtil.isValidIpV6Address(ip) ? id.substring(0, end) : null;
    }

    /** Whether an id is that of an address of the host name of an entry, given that it is the id of some address. */
    static boolean isAddressOf(String id, String entry) {
        return id.length() > entry.length() && id.charAt(entry.length()) == SEPARATOR && id.startsWith(entry);
    }

    private static String ipOf(String id) {
        return id.substring(id.lastIndexOf(SEPARATOR) + 1);
    }

    /** The address in an id that {@link #of} made, with the port of the entry. */
    static String addressOf(String id, Address.Host host) {
        return NetUtil.toSocketAddressString(ipOf(id), host.port());
    }
}
