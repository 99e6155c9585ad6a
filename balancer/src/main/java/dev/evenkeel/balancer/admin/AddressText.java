package dev.evenkeel.balancer.admin;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Writes addresses as the configuration does. */
public final class AddressText {
    private AddressText() {}

    /** As in {@code 127.0.0.1:80}, {@code [::1]:80} or {@code unix:/run/app.sock}. */
    public static String of(SocketAddress address) {
        if (address instanceof DomainSocketAddress unix) {
            return "unix:" + unix.path();
        }
        if (address instanceof InetSocketAddress internet && !internet.isUnresolved()) {
            return NetUtil.toSocketAddressString(internet);
        }
        return address.toString();
    }
}
