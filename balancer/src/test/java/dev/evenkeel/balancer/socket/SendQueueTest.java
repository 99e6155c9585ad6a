package dev.evenkeel.balancer.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.Socket;
import org.junit.jupiter.api.Test;

final class SendQueueTest extends SocketRig {
    private static final int LENGTH = 4 * 1024 * 1024;

    @Test
    void whatThePeerHasNoRoomForIsUnacknowledgedUntilItReads() throws Exception {
        Socket client = client();
        Channel server = server();
        assertThat(SendQueue.unacknowledged(server)).isZero();

        server.writeAndFlush(Unpooled.directBuffer(LENGTH).writeZero(LENGTH));
        await().until(() -> SendQueue.unacknowledged(server) > 0);
        client.getInputStream().readNBytes(LENGTH);

        await().until(() -> SendQueue.unacknowledged(server) == 0);
    }

    @Test
    void ofAConnectionThatIsClosedThereIsNothingLeft() throws Exception {
        client();
        Channel server = server();
        server.close().sync();

        assertThat(SendQueue.unacknowledged(server)).isZero();
    }

    @Test
    void whatIsNotTcpHoldsNothing() {
        assertThat(SendQueue.unacknowledged(new EmbeddedChannel())).isZero();
    }

    @Test
    void javasOwnSocketsDoNotTell() {
        Channel channel = new NioSocketChannel();
        assertThat(SendQueue.unacknowledged(channel)).isEqualTo(SendQueue.UNKNOWN);
        channel.unsafe().closeForcibly();
    }
}
