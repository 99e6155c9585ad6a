package dev.evenkeel.balancer.cli.ctl;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where the admin API of a daemon is.
 *
 * @param text as in {@code admin.bind}
 */
record AdminAddress(String text) {
    private static final String UNIX = "unix:";
    private static final Pattern TCP = Pattern.compile("(?:\\[([^\\]]+)\\]|([^:\\s]+)):([0-9]{1,5})");
    private static final int LAST_PORT = 65_535;

    AdminAddress {
        requireNonNull(text, "text");
        Matcher tcp = TCP.matcher(text);
        boolean unix = text.startsWith(UNIX) && text.length() > UNIX.length();
        if (!unix && !(tcp.matches() && Integer.parseInt(tcp.group(3)) <= LAST_PORT)) {
            throw new IllegalArgumentException("\"" + text + "\" (expected: HOST:PORT or unix:PATH)");
        }
    }

    /**
     * Looks a host name up.
     *
     * @throws IOException if there is none of that name
     */
    SocketAddress resolve() throws IOException {
        Matcher tcp = TCP.matcher(text);
        if (!tcp.matches()) {
            return UnixDomainSocketAddress.of(text.substring(UNIX.length()));
        }
        String host = tcp.group(1) == null ? tcp.group(2) : tcp.group(1);
        return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(tcp.group(3)));
    }

    @Override
    public String toString() {
        return text;
    }

    /** Reads it from the command line. */
    static final class Converter implements ITypeConverter<AdminAddress> {
        @Override
        public AdminAddress convert(String text) {
            try {
                return new AdminAddress(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
