package dev.evenkeel.balancer.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.ClientConfig;
import dev.evenkeel.balancer.config.ClientKeepAliveConfig;
import dev.evenkeel.balancer.config.ClientTimeoutsConfig;
import dev.evenkeel.balancer.config.HeadLimits;
import dev.evenkeel.balancer.config.LimitsConfig;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.message.ClientFailure;
import dev.evenkeel.balancer.message.ClientListener;
import dev.evenkeel.balancer.message.ClientStream;
import dev.evenkeel.balancer.message.ClientTransport;
import dev.evenkeel.balancer.message.RequestHandler;
import dev.evenkeel.balancer.message.ResponseHead;
import dev.evenkeel.balancer.message.Trailers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What depends on how the bytes of a connection happen to lie in buffers. */
final class ClientConnectionTest {
    private final Handler handler = new Handler();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    ClientConnectionTest() {
        channel.pipeline().addLast(new ClientConnection(new Loop(channel.eventLoop(), 0), handler, new RequestHeads()));
        channel.pipeline().fireChannelActive();
    }

    @AfterEach
    void close() {
        handler.pieces.forEach(ByteBuf::release);
        channel.finishAndReleaseAll();
    }

    /** The piece of body is part of the buffer in which the next request began. */
    @ParameterizedTest
    @CsvSource({"1, 10", "1, 40", "100, 10", "100, 100", "1000, 10", "1000, 1000"})
    void aBodyThatIsStillHeldIsNotTouchedByWhatComesBehindIt(int bodyLength, int split) {
        String body = "b".repeat(bodyLength);
        String next = "GET /next HTTP/1.1\r\nHost: a\r\nX-Long: " + "x".repeat(bodyLength) + "\r\n\r\n";
        int cut = Math.min(split, next.length() - 1);
        receive("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + bodyLength + "\r\n\r\n" + body
                + next.substring(0, cut));
        receive(next.substring(cut));

        assertThat(handler.heldBody()).isEqualTo(body);
        handler.answer();

        assertThat(handler.targets).containsExactly("/", "/next");
    }

    @Test
    void requestsThatWaitAreServedInOrder() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            all.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        for (char c : all.toString().toCharArray()) {
            receive(String.valueOf(c));
        }
        for (int i = 0; i < 10; i++) {
            handler.answer();
        }

        assertThat(handler.targets).containsExactly("/0", "/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8", "/9");
    }

    private void receive(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        channel.writeInbound(
                PooledByteBufAllocator.DEFAULT.directBuffer(bytes.length).writeBytes(bytes));
    }

    /** Holds the bodies of requests and answers when the test says so. */
    private static final class Handler implements RequestHandler, ClientListener {
        final List<String> targets = new ArrayList<>();
        final List<ByteBuf> pieces = new ArrayList<>();
        private @Nullable ClientStream stream;

        String heldBody() {
            StringBuilder text = new StringBuilder();
            pieces.forEach(piece -> text.append(piece.toString(ISO_8859_1)));
            return text.toString();
        }

        void answer() {
            ClientStream answered = requireNonNull(stream, "no request is there");
            answered.sendHead(new ResponseHead().begin(204, "No Content"), 0);
            answered.sendEnd(null);
        }

        @Override
        public ClientConfig config() {
            return new ClientConfig(
                    new ClientKeepAliveConfig(true, Duration.ofSeconds(60), Integer.MAX_VALUE),
                    new LimitsConfig(new HeadLimits(8192, 8192, 32768, 100), Long.MAX_VALUE, 65536, Integer.MAX_VALUE),
                    new ClientTimeoutsConfig(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO));
        }

        @Override
        public boolean closing() {
            return false;
        }

        @Override
        public void connected(ClientTransport transport) {}

        @Override
        public void disconnected(ClientTransport transport) {}

        @Override
        public void request(ClientStream newStream) {
            stream = newStream;
            targets.add(newStream.request().target());
            newStream.listen(this);
        }

        @Override
        public void rejected(ClientStream newStream, int status, String reason) {
            throw new AssertionError(status + " " + reason);
        }

        @Override
        public void requestBody(ByteBuf data) {
            pieces.add(data);
        }

        @Override
        public void requestEnd(@Nullable Trailers trailers) {}

        @Override
        public void requestPaused() {}

        @Override
        public void clientWritable() {}

        @Override
        public void responseEnded() {}

        @Override
        public void clientFailed(ClientFailure failure, String reason) {}
    }
}
