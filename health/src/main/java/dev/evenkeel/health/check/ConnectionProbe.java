package dev.evenkeel.health.check;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection of one check: exactly one result, whatever happens, and the connection closed. */
final class ConnectionProbe extends ChannelInboundHandlerAdapter implements Probe, Conversation {
    private final Connector connector;
    private final Dialogue dialogue;
    private final Consumer<CheckResult> done;
    private final long startNanos = System.nanoTime();
    private @Nullable Channel channel;
    private @Nullable Future<?> timer;
    private boolean connected;
    private boolean over;

    ConnectionProbe(Connector connector, Dialogue dialogue, Consumer<CheckResult> done) {
        this.connector = connector;
        this.dialogue = dialogue;
        this.done = done;
    }

    void start(SocketAddress target, Duration timeout) {
        Channel made;
        try {
            made = connector.newChannel(target);
        } catch (ChannelException e) {
            fail("could not make a connection: " + messageOf(e));
            return;
        }
        channel = made;
        made.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
        made.pipeline().addLast(this);
        timer = connector.eventLoop().schedule(() -> timedOut(timeout), timeout.toNanos(), TimeUnit.NANOSECONDS);
        connector.eventLoop().register(made).addListener(registered -> {
            if (over) {
                made.close();
            } else if (registered.isSuccess()) {
                connect(made, target);
            } else {
                failedToConnect(registered.cause());
            }
        });
    }

    private void connect(Channel made, SocketAddress target) {
        made.connect(connector.adapt(target)).addListener(done -> {
            if (over) {
                return;
            }
            if (done.isSuccess()) {
                connected = true;
                dialogue.connected(this);
            } else {
                failedToConnect(done.cause());
            }
        });
    }

    private void failedToConnect(Throwable cause) {
        fail("could not connect: " + messageOf(cause));
    }

    private void timedOut(Duration timeout) {
        fail((connected ? "no answer within " : "no connection within ") + timeout.toMillis() + " ms");
    }

    private static String messageOf(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (!over) {
                dialogue.received((ByteBuf) message, this);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!over && connected) {
            dialogue.ended(this);
        }
        if (!over) {
            fail("the connection was closed");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail("the connection failed: " + messageOf(cause));
    }

    @Override
    public void send(byte[] bytes) {
        Channel open = channel;
        if (!over && open != null) {
            open.writeAndFlush(Unpooled.wrappedBuffer(bytes));
        }
    }

    @Override
    public void pass(String reason) {
        end(true, reason);
    }

    @Override
    public void fail(String reason) {
        end(false, reason);
    }

    private void end(boolean passed, String reason) {
        if (over) {
            return;
        }
        cancel();
        done.accept(new CheckResult(passed, reason, Duration.ofNanos(System.nanoTime() - startNanos)));
    }

    @Override
    public void cancel() {
        over = true;
        if (timer != null) {
            timer.cancel(false);
        }
        if (channel != null) {
            channel.close();
        }
    }
}
