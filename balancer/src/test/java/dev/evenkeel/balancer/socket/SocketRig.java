package dev.evenkeel.balancer.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** An event loop of epoll that listens and connects, with the sockets of the JDK on the other side. */
abstract class SocketRig {
    private static final AttributeKey<Hearer> HEARER = AttributeKey.valueOf("hearer");
    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
    final List<AutoCloseable> open = new ArrayList<>();
    TcpServerChannel listener;

    /** Hears what a channel tells, and keeps what came. */
    static final class Hearer extends ChannelInboundHandlerAdapter {
        @SuppressWarnings("JdkObsolete") // filled by the loop, read by the test
        final StringBuffer text = new StringBuffer();

        final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            text.append(((ByteBuf) message).toString(US_ASCII));
            ReferenceCountUtil.release(message);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            events.add(event);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            events.add("inactive");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            events.add(cause);
        }
    }

    @BeforeAll
    static void onLinux() {
        assumeTrue(Epoll.isAvailable(), "epoll is Linux's");
    }

    @BeforeEach
    void listen() {
        listener = listenAt(LOOPBACK);
    }

    TcpServerChannel listenAt(InetAddress address) {
        TcpServerChannel opened = new TcpServerChannel(new InetSocketAddress(address, 0));
        opened.config().setOption(ChannelOption.SO_REUSEADDR, true);
        opened.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                Channel child = (Channel) message;
                child.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
                hear(child);
                ctx.channel().eventLoop().register(child);
                accepted.add(child);
            }
        });
        group.register(opened).syncUninterruptibly();
        opened.bind(new InetSocketAddress(address, 0)).syncUninterruptibly();
        return opened;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    Socket client() throws IOException {
        Socket socket = new Socket();
        socket.connect(listener.localAddress());
        open.add(socket);
        return socket;
    }

    Channel server() throws InterruptedException {
        Channel channel = accepted.poll(10, TimeUnit.SECONDS);
        assertThat(channel).isNotNull();
        return channel;
    }

    static void hear(Channel channel) {
        Hearer hearer = new Hearer();
        channel.attr(HEARER).set(hearer);
        channel.pipeline().addLast(hearer);
    }

    static void readingOff(Channel channel) {
        channel.eventLoop().submit(() -> channel.config().setAutoRead(false)).syncUninterruptibly();
    }

    static Hearer hearer(Channel channel) {
        return channel.attr(HEARER).get();
    }

    TcpChannel connect(ServerSocket to) {
        TcpChannel channel = new TcpChannel(to.getLocalSocketAddress());
        hear(channel);
        group.register(channel).syncUninterruptibly();
        channel.connect(to.getLocalSocketAddress()).syncUninterruptibly();
        return channel;
    }

    ServerSocket backend() throws IOException {
        ServerSocket socket = new ServerSocket(0, 16, LOOPBACK);
        open.add(socket);
        return socket;
    }

    static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, US_ASCII);
    }

    static Object next(Hearer hearer) throws InterruptedException {
        return hearer.events.poll(10, TimeUnit.SECONDS);
    }
}
