package dev.evenkeel.balancer.upstream;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.UpstreamConfig;
import dev.evenkeel.balancer.http1.BackendConnection;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.loop.Transport;
import dev.evenkeel.balancer.message.BackendFailure;
import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.health.check.ConnectionFailure;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to the backends of one pool. A connection is made, used and kept on the loop of the
 * exchange that needs it, so no request ever crosses threads. For that loop's thread only.
 */
public final class Upstream {
    /** Read sizes: small for small answers; large reads make large bodies cheaper (512 KiB: 0.9 of the CPU of 256 KiB). */
    private static final int SMALLEST_READ = 2 * 1024;

    private static final int FIRST_READ = 4 * 1024;
    private static final int LARGEST_READ = 512 * 1024;

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
        channel.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis());
        channel.config()
                .setOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(SMALLEST_READ, FIRST_READ, LARGEST_READ));
        channel.pipeline().addLast(connection);
        ChannelFuture registered = loop.eventLoop().register(channel);
        if (registered.isDone()) {
            connect(kept, connection, channel, registered, listener);
        } else {
            registered.addListener(done -> connect(kept, connection, channel, registered, listener));
        }
    }

    private void connect(
            BackendConnections kept,
            BackendConnection connection,
            Channel channel,
            ChannelFuture registered,
            ConnectListener listener) {
        Backend backend = kept.backend();
        if (registered.cause() != null) {
            connectFailed(backend, registered.cause(), listener);
            return;
        }
        channel.connect(transport.adapt(backend.address())).addListener(done -> {
            loop.touch();
            if (done.isSuccess()) {
                kept.opened(connection, listener);
            } else {
                channel.close();
                connectFailed(backend, requireNonNull(done.cause(), "cause"), listener);
            }
        });
    }

    private static void connectFailed(Backend backend, Throwable cause, ConnectListener listener) {
        if (cause instanceof ConnectTimeoutException) {
            listener.connectFailed(
                    BackendFailure.CONNECT_TIMEOUT, backend.address() + " did not take the connection in time.");
        } else {
            listener.connectFailed(
                    BackendFailure.CONNECT_FAILED,
                    "Connecting to " + backend.address() + " failed: " + ConnectionFailure.reason(cause));
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

    /** Ends what is under way on the connections to one backend. */
    public void cut(Backend backend, String reason) {
        BackendConnections kept = connections.get(backend);
        if (kept != null) {
            kept.cut(reason);
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

    private int connectMillis() {
        long millis =
                TimeUnit.NANOSECONDS.toMillis(config().timeouts().connect().toNanos());
        return (int) Math.max(1, Math.min(millis, Integer.MAX_VALUE));
    }
}
