package dev.evenkeel.balancer.admin;

import io.netty.util.NetUtil;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which names the API answers to. A page on the web can make a browser on this machine send requests here, by a name of
 * its own that it lets point to this machine (DNS rebinding), and would read the answers. Such a request carries that name.
 */
final class HostRule {
    private HostRule() {}

    /**
     * Whether a request that is for this host and port may be answered.
     *
     * @param authority null if the request named none, as no browser does
     */
    static boolean allows(@Nullable String authority) {
        if (authority == null) {
            return true;
        }
        String host = host(authority).toLowerCase(Locale.ROOT);
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || NetUtil.isValidIpV4Address(host)
                || NetUtil.isValidIpV6Address(host);
    }

    private static String host(String authority) {
        if (authority.startsWith("[")) {
            return authority.substring(1, Math.max(1, authority.indexOf(']')));
        }
        int colon = authority.indexOf(':');
        return colon < 0 ? authority : authority.substring(0, colon);
    }
}
