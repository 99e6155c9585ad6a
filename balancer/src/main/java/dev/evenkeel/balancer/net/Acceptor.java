package dev.evenkeel.balancer.net;

import dev.evenkeel.balancer.loop.Loop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands accepted connections to event loops. Where each loop has a listening socket of its own, that is the one loop that
 * accepted; the connections of a Unix socket, of which there is one, go to all loops in turn.
 */
final class Acceptor extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
    private static final long PAUSE_AFTER_ERROR_MILLIS = 500;

    private final List<Loop> loops;
    private final Function<Loop, ChannelHandler> handlers;
    private int next;

    Acceptor(List<Loop> loops, Function<Loop, ChannelHandler> handlers) {
        this.loops = loops;
        this.handlers = handlers;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Channel accepted = (Channel) message;
        Loop loop = loops.get(next);
        next = next + 1 == loops.size() ? 0 : next + 1;
        accepted.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        accepted.pipeline().addLast(handlers.apply(loop));
        loop.eventLoop().register(accepted);
    }

    /** Out of file descriptors, mostly: accepting pauses, so that the loop does not spin on the same error. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.error(
                "Accepting on {} failed, and pauses for {} ms: {}",
                ctx.channel().localAddress(),
                PAUSE_AFTER_ERROR_MILLIS,
                cause instanceof IOException ? cause.getMessage() : cause);
        ctx.channel().config().setAutoRead(false);
        ctx.executor()
                .schedule(
                        () -> ctx.channel().config().setAutoRead(true),
                        PAUSE_AFTER_ERROR_MILLIS,
                        TimeUnit.MILLISECONDS);
    }
}
