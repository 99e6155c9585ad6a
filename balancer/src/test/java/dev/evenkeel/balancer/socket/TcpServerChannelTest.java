package dev.evenkeel.balancer.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.Channel;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Listening, and letting in. */
final class TcpServerChannelTest extends SocketRig {
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
}
