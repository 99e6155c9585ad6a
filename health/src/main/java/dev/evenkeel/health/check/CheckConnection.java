package dev.evenkeel.health.check;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** One connection to a target: serves a check, and perhaps further ones, one at a time. Only on the event loop. */
final class CheckConnection extends ChannelInboundHandlerAdapter {
    private final Channel channel;
    private @Nullable ConnectionProbe probe;
    private @Nullable Rest rest;
    private int checks = 1;

    CheckConnection(Channel channel, ConnectionProbe first) {
        this.channel = channel;
        probe = first;
    }

    void open(Connector connector, SocketAddress target) {
        channel.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
        channel.pipeline().addLast(this);
        connector.eventLoop().register(channel).addListener(registered -> {
            if (probe == null) {
                channel.close();
            } else if (registered.isSuccess()) {
                connect(connector.adapt(target));
            } else {
                probe.failedToConnect(registered.cause());
            }
        });
    }

    private void connect(SocketAddress target) {
        channel.connect(target).addListener(connected -> {
            if (probe == null) {
                return;
            }
            if (connected.isSuccess()) {
                probe.connected();
            } else {
                probe.failedToConnect(connected.cause());
            }
        });
    }

    /** Whether another check may begin on it. */
    boolean reusable() {
        return rest != null && rest.complete() && channel.isActive();
    }

    /** Begins another check on it. */
    void serve(ConnectionProbe next) {
        rest = null;
        probe = next;
        checks++;
    }

    /** Checks that it has served, the one under way included. */
    int checks() {
        return checks;
    }

    void send(byte[] bytes) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(bytes));
    }

    /** The check is over; another may follow once the rest has come. */
    void release(Rest toCome) {
        probe = null;
        rest = toCome;
    }

    void close() {
        probe = null;
        rest = null;
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            ByteBuf data = (ByteBuf) message;
            if (probe != null) {
                probe.received(data);
            } else if (rest != null && !rest.take(data)) {
                close();
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (probe != null) {
            probe.ended();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (probe != null) {
            probe.broken(cause);
        } else {
            close();
        }
    }
}
