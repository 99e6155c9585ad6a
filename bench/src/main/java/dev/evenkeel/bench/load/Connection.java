package dev.evenkeel.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** One connection with at most one request under way. Belongs to the event loop. */
final class Connection extends ChannelInboundHandlerAdapter {
    private final Channel channel;
    private final ByteBuf request;
    private final Listener listener;
    private final ResponseReader reader = new ResponseReader();
    private boolean underWay;
    private long intended;

    /** {@code request} stays the caller's. */
    Connection(Channel channel, ByteBuf request, Listener listener) {
        this.channel = channel;
        this.request = request;
        this.listener = listener;
    }

    /** Sends the request that was meant to be sent at that time. */
    void send(long intendedNanoTime) {
        intended = intendedNanoTime;
        underWay = true;
        channel.writeAndFlush(request.retainedDuplicate(), channel.voidPromise());
    }

    /** When the last request was meant to be sent. */
    long intended() {
        return intended;
    }

    boolean isUnderWay() {
        return underWay;
    }

    void close() {
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            int bytes = in.readableBytes();
            boolean complete = underWay && reader.read(in);
            listener.received(this, bytes);
            if (complete) {
                underWay = false;
                listener.answered(this, reader.status());
            }
        } finally {
            in.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        listener.ended(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    /** Told on the event loop. */
    interface Listener {
        /** That many bytes came. */
        void received(Connection connection, int bytes);

        /** The request under way was answered in full. */
        void answered(Connection connection, int status);

        /** The connection is closed, whoever closed it. */
        void ended(Connection connection);
    }
}
