package dev.evenkeel.balancer.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.AttributeKey;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both kinds of channel against the sockets of the JDK. */
final class TcpChannelTest {
    private static final int LONG = 8 * 1024 * 1024;
    private static final AttributeKey<Hearer> HEARER = AttributeKey.valueOf("hearer");
    private static final int QUICKACK = 12;
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private TcpServerChannel listener;

    /** Hears what a channel tells, and keeps what came. */
    private static final class Hearer extends ChannelInboundHandlerAdapter {
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

    private TcpServerChannel listenAt(InetAddress address) {
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

    private Socket client() throws IOException {
        Socket socket = new Socket();
        socket.connect(listener.localAddress());
        open.add(socket);
        return socket;
    }

    private Channel server() throws InterruptedException {
        Channel channel = accepted.poll(10, TimeUnit.SECONDS);
        assertThat(channel).isNotNull();
        return channel;
    }

    private static void hear(Channel channel) {
        Hearer hearer = new Hearer();
        channel.attr(HEARER).set(hearer);
        channel.pipeline().addLast(hearer);
    }

    private static void readingOff(Channel channel) {
        channel.eventLoop().submit(() -> channel.config().setAutoRead(false)).syncUninterruptibly();
    }

    private static Hearer hearer(Channel channel) {
        return channel.attr(HEARER).get();
    }

    private TcpChannel connect(ServerSocket to) {
        TcpChannel channel = new TcpChannel(to.getLocalSocketAddress());
        hear(channel);
        group.register(channel).syncUninterruptibly();
        channel.connect(to.getLocalSocketAddress()).syncUninterruptibly();
        return channel;
    }

    private ServerSocket backend() throws IOException {
        ServerSocket socket = new ServerSocket(0, 16, LOOPBACK);
        open.add(socket);
        return socket;
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, US_ASCII);
    }

    private static Object next(Hearer hearer) throws InterruptedException {
        return hearer.events.poll(10, TimeUnit.SECONDS);
    }

    // Accepted

    @Test
    void whatCameBeforeItWasAcceptedIsRead() throws Exception {
        client().getOutputStream().write("early".getBytes(US_ASCII));

        Hearer hearer = hearer(server());

        await().until(() -> hearer.text.toString().equals("early"));
    }

    @Test
    void whatComesLaterIsRead() throws Exception {
        Socket client = client();
        Hearer hearer = hearer(server());

        client.getOutputStream().write("one".getBytes(US_ASCII));
        await().until(() -> hearer.text.toString().equals("one"));
        client.getOutputStream().write("two".getBytes(US_ASCII));

        await().until(() -> hearer.text.toString().equals("onetwo"));
    }

    @Test
    void aLongResponseArrivesWholeAtAReaderThatBeginsLate() throws Exception {
        Socket client = client();
        Channel server = server();
        for (int sent = 0; sent < LONG; sent += 64 * 1024) {
            server.write(Unpooled.directBuffer(64 * 1024).writeZero(64 * 1024));
        }
        server.flush();
        await().until(() -> !server.isWritable());

        assertThat(client.getInputStream().readNBytes(LONG)).hasSize(LONG);
    }

    @Test
    void aLongRequestIsReadWhole() throws Exception {
        Socket client = client();
        Hearer hearer = hearer(server());

        client.getOutputStream().write(new byte[LONG]);

        await().until(() -> hearer.text.length() == LONG);
    }

    @Test
    void nothingIsReadWhileReadingIsOff() throws Exception {
        Socket client = client();
        Channel server = server();
        Hearer hearer = hearer(server);
        client.getOutputStream().write("a".getBytes(US_ASCII));
        await().until(() -> hearer.text.length() == 1);
        readingOff(server);

        client.getOutputStream().write("b".getBytes(US_ASCII));
        roundTrip();
        assertThat(hearer.text.toString()).isEqualTo("a");
        server.config().setAutoRead(true);

        await().until(() -> hearer.text.toString().equals("ab"));
    }

    /** When another connection has been served, what was sent before on this one has been seen by the loop. */
    private void roundTrip() throws Exception {
        Socket other = client();
        other.getOutputStream().write("x".getBytes(US_ASCII));
        Hearer hearer = hearer(server());
        await().until(() -> hearer.text.length() == 1);
    }

    @Test
    void theEndOfInputLeavesTheOtherDirectionOpen() throws Exception {
        Socket client = client();
        Channel server = server();
        client.getOutputStream().write("all".getBytes(US_ASCII));
        client.shutdownOutput();

        assertThat(next(hearer(server))).isSameAs(ChannelInputShutdownEvent.INSTANCE);
        server.writeAndFlush(bytes("answer"));

        assertThat(hearer(server).text.toString()).isEqualTo("all");
        assertThat(client.getInputStream().readNBytes(6)).isEqualTo("answer".getBytes(US_ASCII));
    }

    @Test
    void theEndOfInputClosesWhereHalfClosureIsNotAllowed() throws Exception {
        Socket client = client();
        Channel server = server();
        server.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);

        client.shutdownOutput();

        assertThat(next(hearer(server))).isEqualTo("inactive");
    }

    @Test
    void aResetIsHeardOfWhileReadingIsOff() throws Exception {
        Socket client = client();
        Channel server = server();
        readingOff(server);
        roundTrip();

        client.setSoLinger(true, 0);
        client.close();

        assertThat(next(hearer(server))).isInstanceOf(IOException.class);
        assertThat(next(hearer(server))).isEqualTo("inactive");
    }

    @Test
    void aResetIsHeardOfAfterTheEndOfInput() throws Exception {
        Socket client = client();
        Channel server = server();
        client.shutdownOutput();
        assertThat(next(hearer(server))).isSameAs(ChannelInputShutdownEvent.INSTANCE);
        assertThat(next(hearer(server))).isNotNull();

        client.setSoLinger(true, 0);
        client.close();

        assertThat(next(hearer(server))).isEqualTo("inactive");
    }

    @Test
    void whatCameBeforeAResetIsReadWhenReadingGoesOn() throws Exception {
        Socket client = client();
        Channel server = server();
        readingOff(server);
        roundTrip();
        client.getOutputStream().write("last words".getBytes(US_ASCII));
        client.setSoLinger(true, 0);
        client.close();

        server.config().setAutoRead(true);

        assertThat(next(hearer(server))).isInstanceOf(IOException.class);
        assertThat(hearer(server).text.toString()).isEqualTo("last words");
    }

    @Test
    void theSendingSideCanBeClosedAlone() throws Exception {
        Socket client = client();
        TcpChannel server = (TcpChannel) server();

        server.shutdownOutput().syncUninterruptibly();

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        client.getOutputStream().write("still heard".getBytes(US_ASCII));
        await().until(() -> hearer(server).text.toString().equals("still heard"));
    }

    @Test
    void withoutLingeringTheCloseIsAReset() throws Exception {
        Socket client = client();
        Channel server = server();

        server.config().setOption(ChannelOption.SO_LINGER, 0);
        server.close();

        InputStream in = client.getInputStream();
        assertThatThrownBy(in::read).isInstanceOf(SocketException.class).hasMessageContaining("reset");
    }

    @Test
    void whatIsNoDirectBufferIsSentToo() throws Exception {
        Socket client = client();
        Channel server = server();

        server.write(Unpooled.EMPTY_BUFFER);
        server.write(Unpooled.wrappedBuffer(bytes("in "), bytes("pieces")));
        server.writeAndFlush(Unpooled.wrappedBuffer(" on the heap".getBytes(US_ASCII)));

        assertThat(client.getInputStream().readNBytes(21)).isEqualTo("in pieces on the heap".getBytes(US_ASCII));
    }

    @Test
    void whatIsNoBufferIsRefused() throws Exception {
        client();

        assertThat(server().writeAndFlush("text").awaitUninterruptibly().cause())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("expected: a ByteBuf");
    }

    @Test
    void bothAddressesAreKnown() throws Exception {
        Socket client = client();
        Channel server = server();

        assertThat(server.remoteAddress()).isEqualTo(client.getLocalSocketAddress());
        assertThat(server.localAddress()).isEqualTo(client.getRemoteSocketAddress());
    }

    @Test
    void anAcceptedConnectionSendsSmallPiecesAtOnce() throws Exception {
        client();

        assertThat(((TcpChannel) server()).socket().isTcpNoDelay()).isTrue();
    }

    // Listening

    @Test
    void connectionsWaitWhileAcceptingIsOff() throws Exception {
        listener.config().setAutoRead(false);
        group.next().submit(() -> {}).sync();
        Socket client = client();
        client.getOutputStream().write("patient".getBytes(US_ASCII));
        group.next().submit(() -> {}).sync();
        assertThat(accepted).isEmpty();

        listener.config().setAutoRead(true);

        Hearer hearer = hearer(server());
        await().until(() -> hearer.text.toString().equals("patient"));
    }

    @Test
    void whoeverWaitsWhenItClosesIsAcceptedStill() throws Exception {
        Socket client = group.next()
                .submit(() -> {
                    Socket waiting = client();
                    waiting.getOutputStream().write("in time".getBytes(US_ASCII));
                    listener.close();
                    return waiting;
                })
                .get();

        Channel server = server();
        await().until(() -> hearer(server).text.toString().equals("in time"));
        server.writeAndFlush(bytes("served"));
        assertThat(client.getInputStream().readNBytes(6)).isEqualTo("served".getBytes(US_ASCII));
    }

    @Test
    void manyConnectionsAtOnceAreAllAccepted() throws Exception {
        for (int count = 0; count < 100; count++) {
            client();
        }

        for (int count = 0; count < 100; count++) {
            assertThat(server().isActive()).isTrue();
        }
    }

    @Test
    void ipv6IsSpokenToo() throws Exception {
        assumeTrue(ipv6(), "IPv6 is off");
        TcpServerChannel six = listenAt(NetUtil.LOCALHOST6);
        TcpChannel client = new TcpChannel(six.localAddress());
        hear(client);
        group.register(client).syncUninterruptibly();
        client.connect(six.localAddress()).syncUninterruptibly();

        Channel server = server();
        server.writeAndFlush(bytes("six"));

        await().until(() -> hearer(client).text.toString().equals("six"));
        assertThat(((InetSocketAddress) server.remoteAddress()).getAddress()).isInstanceOf(Inet6Address.class);
    }

    private static boolean ipv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, NetUtil.LOCALHOST6)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aTakenAddressCannotBeBound() {
        InetSocketAddress taken = (InetSocketAddress) listener.localAddress();
        TcpServerChannel second = new TcpServerChannel(taken);
        group.register(second).syncUninterruptibly();

        assertThat(second.bind(taken).awaitUninterruptibly().cause())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use");
        assertThat(second.close().awaitUninterruptibly().isSuccess()).isTrue();
    }

    // Connecting

    @Test
    void bothDirectionsWorkOnAConnectionMadeHere() throws Exception {
        ServerSocket backend = backend();
        TcpChannel channel = connect(backend);
        Socket server = backend.accept();
        open.add(server);

        channel.writeAndFlush(bytes("ask"));
        assertThat(server.getInputStream().readNBytes(3)).isEqualTo("ask".getBytes(US_ASCII));
        server.getOutputStream().write("answer".getBytes(US_ASCII));

        await().until(() -> hearer(channel).text.toString().equals("answer"));
    }

    @Test
    void aRefusedConnectionSaysWhyAndWhere() throws Exception {
        ServerSocket nobody = backend();
        nobody.close();
        TcpChannel channel = new TcpChannel(nobody.getLocalSocketAddress());
        group.register(channel).syncUninterruptibly();
        InetSocketAddress there = new InetSocketAddress(LOOPBACK, nobody.getLocalPort());

        Throwable cause = channel.connect(there).awaitUninterruptibly().cause();
        channel.close().syncUninterruptibly();

        assertThat(cause)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("refused")
                .hasMessageContaining(":" + there.getPort());
    }

    @Test
    void aConnectionThatIsGivenUpFails() throws Exception {
        ServerSocket backend = backend();
        TcpChannel channel = new TcpChannel(backend.getLocalSocketAddress());
        group.register(channel).syncUninterruptibly();

        var outcome = group.next().submit(() -> {
            var connecting = channel.connect(backend.getLocalSocketAddress());
            channel.close();
            return connecting;
        });

        assertThat(outcome.syncUninterruptibly().getNow().awaitUninterruptibly().isSuccess())
                .isFalse();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void anEventOfAnEarlierDescriptorOfTheSameNumberIsNotTakenForItsOwn() throws Exception {
        ServerSocket backend = backend();
        TcpChannel channel = new TcpChannel(backend.getLocalSocketAddress());
        group.register(channel).syncUninterruptibly();
        EpollIoEvent stale = () -> EpollIoOps.EPOLLOUT;

        boolean fooled = group.next()
                .submit(() -> {
                    channel.connect(backend.getLocalSocketAddress());
                    ((EpollIoHandle) channel.unsafe()).handle(null, stale);
                    return channel.isActive();
                })
                .get();

        assertThat(fooled).isFalse();
        await().until(channel::isActive);
        channel.close().syncUninterruptibly();
    }

    @Test
    void fromItsFirstBytesOnAConnectionHoldsNoAcknowledgementBack() throws Exception {
        ServerSocket backend = backend();
        TcpChannel channel = connect(backend);

        channel.writeAndFlush(bytes("first"));
        channel.eventLoop().submit(() -> {}).sync();

        assertThat(channel.socket().getIntOpt(Sockets.IPPROTO_TCP, QUICKACK)).isOne();
    }

    @Test
    void fromTheSecondSendingOnSmallPiecesGoAtOnce() throws Exception {
        ServerSocket backend = backend();
        TcpChannel channel = connect(backend);
        channel.writeAndFlush(bytes("first")).syncUninterruptibly();
        assertThat(channel.socket().isTcpNoDelay()).isFalse();

        channel.writeAndFlush(bytes("second")).syncUninterruptibly();

        assertThat(channel.socket().isTcpNoDelay()).isTrue();
    }

    @Test
    void whatAPeerSaidBeforeItRefusedTheRestIsHeard() throws Exception {
        ServerSocket backend = backend();
        TcpChannel channel = connect(backend);
        Socket server = backend.accept();
        channel.writeAndFlush(bytes("a long body")).syncUninterruptibly();
        server.getInputStream().read();

        Boolean written = channel.eventLoop()
                .submit(() -> {
                    server.getOutputStream().write("too long".getBytes(US_ASCII));
                    server.close();
                    channel.writeAndFlush(bytes("more"));
                    channel.writeAndFlush(bytes("and more"));
                    return channel.isActive();
                })
                .get();

        assertThat(written).isTrue();
        assertThat(next(hearer(channel))).isInstanceOf(IOException.class);
        assertThat(hearer(channel).text.toString()).isEqualTo("too long");
        assertThat(next(hearer(channel))).isEqualTo("inactive");
    }

    @Test
    void aPeerThatClosesIsHeardOf() throws Exception {
        ServerSocket backend = backend();
        TcpChannel channel = connect(backend);

        backend.accept().close();

        assertThat(next(hearer(channel))).isEqualTo("inactive");
    }
}
