package dev.evenkeel.balancer.cli.ctl;

import dev.evenkeel.balancer.config.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where the admin API of a daemon is.
 *
 * @param text as it was given, and as {@code admin.bind} has it
 */
record AdminAddress(String text, Address address) {

    /**
     * Looks a host name up.
     *
     * @throws IOException if there is none of that name
     */
    SocketAddress resolve() throws IOException {
        if (address instanceof Address.Ip ip) {
            return new InetSocketAddress(ip.ip(), ip.port());
        }
        if (address instanceof Address.Host host) {
            return new InetSocketAddress(InetAddress.getByName(host.name()), host.port());
        }
        return UnixDomainSocketAddress.of(((Address.Unix) address).path());
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
                return new AdminAddress(text, Address.parse(text));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("\"" + text + "\" (expected: HOST:PORT or unix:PATH)");
            }
        }
    }
}
