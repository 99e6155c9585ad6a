package dev.evenkeel.balancer.net;

import dev.evenkeel.balancer.config.Address;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Turns a configured address into one to bind to, and finds out whether somebody else listens there. Blocks. */
final class BindAddress {
    private BindAddress() {}

    /**
     * Looks an address up. Removes the file of a Unix-domain socket that nobody listens at.
     *
     * @throws IOException if a host name has no address, or something else is where the socket is to be
     */
    static SocketAddress resolve(Address address) throws IOException {
        if (address instanceof Address.Ip ip) {
            return new InetSocketAddress(ip.ip(), ip.port());
        }
        if (address instanceof Address.Host host) {
            return new InetSocketAddress(lookUp(host), host.port());
        }
        Address.Unix unix = (Address.Unix) address;
        removeStaleSocket(Path.of(unix.path()));
        return new DomainSocketAddress(unix.path());
    }

    private static InetAddress lookUp(Address.Host host) throws IOException {
        try {
            return InetAddress.getByName(host.name());
        } catch (UnknownHostException e) {
            throw new IOException("the host name " + host.name() + " has no address", e);
        }
    }

    /**
     * With SO_REUSEPORT the kernel would let a second daemon of the same user take half of the connections; whoever binds
     * without it is told that the address is taken. So it is by a socket of ours that overlaps.
     *
     * @throws IOException if it is taken, with the address as it is configured and the reason
     */
    static void requireFree(InetSocketAddress address, Address configured) throws IOException {
        if (address.getPort() == 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
        } catch (IOException e) {
            throw new IOException("cannot listen on " + configured + ": " + e.getMessage(), e);
        }
    }

    /** A socket file outlives its process: one that nobody answers at is removed, one that is in use is an error. */
    private static void removeStaleSocket(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!isSocket(path)) {
            throw new IOException("cannot listen on unix:" + path + ": a file that is no socket is there");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException nobodyThere) {
            Files.delete(path);
            return;
        }
        throw new IOException("cannot listen on unix:" + path + ": another process listens there");
    }

    private static boolean isSocket(Path path) throws IOException {
        Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return mode instanceof Integer bits && (bits & 0170000) == 0140000;
    }
}
