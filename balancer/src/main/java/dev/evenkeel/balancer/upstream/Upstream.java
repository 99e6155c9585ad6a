package dev.evenkeel.balancer.upstream;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.UpstreamConfig;
import dev.evenkeel.balancer.http1.BackendConnection;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.loop.Transport;
import dev.evenkeel.balancer.pool.Backend;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to the backends of one pool. A connection is made, used and kept on the loop of the
 * exchange that needs it, so no request ever crosses threads. For that loop's thread only.
 */
public final class Upstream {
    /** Small for small answers, by 4 KiB at first; large reads make large bodies cheaper (512 KiB: 0.9 of the CPU of 256 KiB). */
    private static final RecvByteBufAllocator READ_SIZES =
            new AdaptiveRecvByteBufAllocator(2 * 1024, 4 * 1024, 512 * 1024);

    private final Loop loop;
    private final Transport transport;
    private final Supplier<UpstreamConfig> config;
    private final IdentityHashMap<Backend, BackendConnections> connections = new IdentityHashMap<>();

    /**
     * @param config returns the settings in force now
     */
    public Upstream(Loop loop, Transport transport, Supplier<UpstreamConfig> config) {
        this.loop = requireNonNull(loop, "loop");
        this.transport = requireNonNull(transport, "transport");
        this.config = requireNonNull(config, "config");
    }

    /**
     * Returns an unused connection that is young enough, the most recently used first, or null.
     *
     * @param justUsed whether it must have been in use a moment ago, so that the backend can hardly have closed it
     */
    public @Nullable BackendConnection takeIdle(Backend backend, boolean justUsed) {
        BackendConnections kept = connections.get(backend);
        if (kept == null) {
            fillAhead(backend);
            return null;
        }
        return kept.take(justUsed);
    }

    /** Makes a connection, and has it verified if the settings ask for that. */
    public void connect(Backend backend, ConnectListener listener) {
        BackendConnections kept = of(backend);
        Channel channel = transport.newChannel(backend.address());
        BackendConnection connection = new BackendConnection(loop, kept);
        channel.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
        channel.config().setOption(ChannelOption.RECVBUF_ALLOCATOR, READ_SIZES);
        channel.pipeline().addLast(connection);
        new ConnectAttempt(kept, connection, loop, channel, transport.adapt(backend.address()), listener)
                .begin(config().timeouts().connect());
    }

    /** To be told when a backend closed a connection on its first request, without a byte of a response. */
    public void closedUnanswered(Backend backend) {
        BackendConnections kept = connections.get(backend);
        if (kept != null) {
            kept.closedUnanswered();
        }
    }

    /** Keeps a connection that nobody used after all. */
    public void giveBack(Backend backend, BackendConnection connection) {
        of(backend).keep(connection, true);
    }

    /** Makes connections to a backend ahead, if the settings ask for that. */
    public void fillAhead(Backend backend) {
        if (config().connectAhead() > 0) {
            of(backend).fillAhead();
        }
    }

    /** Closes all connections that are not in use. */
    public void closeIdle() {
        List.copyOf(connections.values()).forEach(BackendConnections::closeIdle);
    }

    /** Closes the connections to one backend that are not in use. */
    public void closeIdle(Backend backend) {
        BackendConnections kept = connections.get(backend);
        if (kept != null) {
            kept.closeIdle();
        }
    }

    /**
     * Ends what is under way on the connections to one backend, and makes no more of those that are being made.
     *
     * @param count is told how many requests are cut, just before they are
     */
    public void cut(Backend backend, String reason, IntConsumer count) {
        BackendConnections kept = connections.get(backend);
        if (kept != null) {
            kept.cut(reason, count);
        }
    }

    /** Runs a task on the event loop that this belongs to. */
    public void execute(Runnable task) {
        loop.execute(task);
    }

    Loop loop() {
        return loop;
    }

    UpstreamConfig config() {
        return config.get();
    }

    /** Forgets a backend to which no connection is open. */
    void forget(Backend backend) {
        connections.remove(backend);
    }

    private BackendConnections of(Backend backend) {
        BackendConnections kept = connections.get(backend);
        if (kept == null) {
            kept = new BackendConnections(this, backend);
            connections.put(backend, kept);
        }
        return kept;
    }
}
