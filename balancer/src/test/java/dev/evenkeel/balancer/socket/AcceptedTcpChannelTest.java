package dev.evenkeel.balancer.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

/** Connections that were accepted. */
final class AcceptedTcpChannelTest extends SocketRig {
    private static final int LONG = 8 * 1024 * 1024;

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
}
