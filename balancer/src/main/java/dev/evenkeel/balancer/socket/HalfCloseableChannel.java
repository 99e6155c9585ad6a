package dev.evenkeel.balancer.socket;

import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A channel of which one direction can be closed alone: what {@link DuplexChannel} asks for, upon one call to the kernel. */
abstract class HalfCloseableChannel extends AbstractChannel implements DuplexChannel {
    private boolean outputEnded;

    HalfCloseableChannel(@Nullable Channel parent) {
        super(parent);
    }

    /** Closes these directions. On the event loop. */
    abstract void shutdown(boolean input, boolean output) throws IOException;

    /** Whether no input will come any more. */
    abstract boolean inputEnded();

    @Override
    public final boolean isInputShutdown() {
        return inputEnded();
    }

    @Override
    public final boolean isOutputShutdown() {
        return outputEnded;
    }

    @Override
    public final boolean isShutdown() {
        return inputEnded() && outputEnded;
    }

    @Override
    public final ChannelFuture shutdownInput() {
        return shutdownInput(newPromise());
    }

    @Override
    public final ChannelFuture shutdownInput(ChannelPromise promise) {
        return ending(promise, false);
    }

    @Override
    public final ChannelFuture shutdown() {
        return shutdown(newPromise());
    }

    @Override
    public final ChannelFuture shutdown(ChannelPromise promise) {
        return ending(promise, true);
    }

    private ChannelFuture ending(ChannelPromise promise, boolean output) {
        Sockets.onLoop(this, () -> {
            try {
                shutdown(true, output);
                outputEnded |= output;
                promise.setSuccess();
            } catch (IOException e) {
                promise.setFailure(e);
            }
        });
        return promise;
    }

    @Override
    public final ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    @Override
    public final ChannelFuture shutdownOutput(ChannelPromise promise) {
        Sockets.onLoop(this, () -> ((AbstractUnsafe) unsafe()).shutdownOutput(promise));
        return promise;
    }

    @Override
    protected final void doShutdownOutput() throws IOException {
        outputEnded = true;
        shutdown(false, true);
    }
}
