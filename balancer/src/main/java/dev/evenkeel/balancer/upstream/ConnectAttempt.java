package dev.evenkeel.balancer.upstream;

import dev.evenkeel.balancer.http1.BackendConnection;
import dev.evenkeel.balancer.loop.Deadline;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.message.BackendFailure;
import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.health.check.ConnectionFailure;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.net.SocketAddress;
import java.time.Duration;

/** A connection to a backend while it is made, and how long that may take. On its event loop only. */
final class ConnectAttempt extends Deadline implements ChannelFutureListener {
    private final BackendConnections kept;
    private final BackendConnection connection;
    private final Loop loop;
    private final Channel channel;
    private final SocketAddress address;
    private final ConnectListener listener;
    private boolean over;

    /**
     * @param channel has the connection as its handler, and no timeout of its own
     * @param address in the form that the channel understands
     */
    ConnectAttempt(
            BackendConnections kept,
            BackendConnection connection,
            Loop loop,
            Channel channel,
            SocketAddress address,
            ConnectListener listener) {
        this.kept = kept;
        this.connection = connection;
        this.loop = loop;
        this.channel = channel;
        this.address = address;
        this.listener = listener;
    }

    /** Tells the listener in the end, or {@link BackendConnections#opened}. */
    void begin(Duration timeout) {
        kept.begun(this);
        loop.arm(this, loop.now() + timeout.toNanos());
        ChannelFuture registered = loop.eventLoop().register(channel);
        if (registered.isDone()) {
            registered(registered);
        } else {
            registered.addListener((ChannelFutureListener) this::registered);
        }
    }

    private void registered(ChannelFuture registered) {
        if (over) {
            return;
        }
        Throwable cause = registered.cause();
        if (cause == null) {
            channel.connect(address).addListener(this);
        } else {
            end();
            failed(cause);
        }
    }

    @Override
    public void operationComplete(ChannelFuture connected) {
        loop.touch();
        if (over) {
            return;
        }
        end();
        Throwable cause = connected.cause();
        if (cause == null) {
            kept.opened(connection, listener);
        } else {
            channel.close();
            failed(cause);
        }
    }

    @Override
    protected long check(long now) {
        end();
        channel.close();
        listener.connectFailed(
                BackendFailure.CONNECT_TIMEOUT, backend().address() + " did not take the connection in time.");
        return NEVER;
    }

    /** Makes the connection no more. */
    void withdraw() {
        end();
        channel.close();
        listener.withdrawn();
    }

    private void failed(Throwable cause) {
        listener.connectFailed(
                BackendFailure.CONNECT_FAILED,
                "Connecting to " + backend().address() + " failed: " + ConnectionFailure.reason(cause));
    }

    private void end() {
        over = true;
        loop.disarm(this);
        kept.over(this);
    }

    private Backend backend() {
        return kept.backend();
    }
}
