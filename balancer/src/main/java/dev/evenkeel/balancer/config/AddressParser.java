package dev.evenkeel.balancer.config;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads addresses strictly: what another program could read differently is refused. */
final class AddressParser {

    static final String UNIX_PREFIX = "unix:";

    private static final int MAX_PORT = 65_535;
    private static final int MAX_NAME = 253;
    private static final Pattern PORT = Pattern.compile("0|[1-9][0-9]{0,4}");
    private static final Pattern IPV4 = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** Letters, digits, hyphens; the underscore too, which container tools put into names. */
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");

    private AddressParser() {}

    static Address parse(String text) {
        if (text.startsWith(UNIX_PREFIX)) {
            return unix(text);
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0 || text.endsWith("]")) {
            throw expected(text, "host:port, [ipv6]:port or unix:/path; the port is missing");
        }
        var host = text.substring(0, colon);
        int port = port(text, text.substring(colon + 1));
        if (host.startsWith("[") && host.endsWith("]")) {
            var ip = IPV6.matcher(host.substring(1, host.length() - 1)).matches()
                    ? ip(host.substring(1, host.length() - 1))
                    : null;
            if (ip == null) {
                throw expected(text, "an IPv6 address in the brackets");
            }
            return new Address.Ip(ip, port);
        }
        if (host.indexOf(':') >= 0) {
            throw expected(text, "an IPv6 address in brackets, such as [::1]:" + port);
        }
        var ip = ip(host);
        return ip != null ? new Address.Ip(ip, port) : new Address.Host(hostName(text, host), port);
    }

    /** The IP address that {@code text} is, without brackets, or {@code null} if it is none. */
    static @Nullable InetAddress ip(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return null;
        }
        var bytes = NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null) {
            return null;
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are an address", e);
        }
    }

    private static Address unix(String text) {
        var path = text.substring(UNIX_PREFIX.length());
        if (path.isEmpty() || path.indexOf('\0') >= 0) {
            throw expected(text, "a path after \"unix:\"");
        }
        int length = path.getBytes(StandardCharsets.UTF_8).length;
        if (length > Address.MAX_UNIX_PATH) {
            throw expected(text, "a path of at most " + Address.MAX_UNIX_PATH + " bytes; this has " + length);
        }
        return new Address.Unix(path);
    }

    private static int port(String text, String port) {
        int number = PORT.matcher(port).matches() ? Integer.parseInt(port) : -1;
        if (number < 0 || number > MAX_PORT) {
            throw expected(text, "a port from 0 to " + MAX_PORT);
        }
        return number;
    }

    private static String hostName(String text, String host) {
        var name = host.toLowerCase(Locale.ROOT);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        if (!isHostName(name)) {
            throw expected(text, "a host name or IP address before the port");
        }
        return name;
    }

    /** Whether {@code name}, in lower case, is a host name; one that ends in a number is not, nor an IP address. */
    static boolean isHostName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            return false;
        }
        var labels = name.split("\\.", -1);
        for (var label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return !labels[labels.length - 1].chars().allMatch(Character::isDigit);
    }

    private static IllegalArgumentException expected(String text, String what) {
        return new IllegalArgumentException("\"" + text + "\" (expected: " + what + ")");
    }
}
