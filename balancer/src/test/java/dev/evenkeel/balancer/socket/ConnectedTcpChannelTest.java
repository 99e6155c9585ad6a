package dev.evenkeel.balancer.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ConnectionPendingException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections that are made here. */
final class ConnectedTcpChannelTest extends SocketRig {
    private static final int QUICKACK = 12;

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
    void aSecondAttemptFailsAndTheFirstGoesOn() throws Exception {
        ServerSocket backend = backend();
        TcpChannel channel = new TcpChannel(backend.getLocalSocketAddress());
        group.register(channel).syncUninterruptibly();

        var attempts = group.next()
                .submit(() -> List.of(
                        channel.connect(backend.getLocalSocketAddress()),
                        channel.connect(backend.getLocalSocketAddress())))
                .get();

        assertThat(attempts.get(1).awaitUninterruptibly().cause()).isInstanceOf(ConnectionPendingException.class);
        assertThat(attempts.get(0).awaitUninterruptibly().isSuccess()).isTrue();
        channel.close().syncUninterruptibly();
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
