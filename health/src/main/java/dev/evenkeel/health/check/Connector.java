package dev.evenkeel.health.check;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.SocketAddress;

/** What connections to targets are made with. */
public interface Connector {
    /** The event loop on which all of it happens. */
    EventLoop eventLoop();

    /** Makes a channel that can connect to this address and runs on the event loop; not yet registered. */
    Channel newChannel(SocketAddress to);

    /** Returns the address in the form that these channels understand. */
    SocketAddress adapt(SocketAddress address);
}
