package dev.evenkeel.health.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a check by HTTP makes of the bytes that come, however they come. */
final class HttpCheckTest {
    private static final int WHOLE = 1024 * 1024;

    /** Without a network. */
    private static final Connector UNUSED = new Connector() {
        @Override
        public EventLoop eventLoop() {
            throw new AssertionError("needed no event loop");
        }

        @Override
        public Channel newChannel(SocketAddress to) {
            throw new AssertionError("needed no channel");
        }

        @Override
        public SocketAddress adapt(SocketAddress address) {
            return address;
        }
    };

    private static final class Verdict implements Conversation {
        private String text = "none";

        @Override
        public boolean last() {
            return true;
        }

        @Override
        public void send(byte[] bytes) {}

        @Override
        public void pass(String reason) {
            text = "pass";
        }

        @Override
        public void pass(String reason, Rest rest) {
            text = "pass";
        }

        @Override
        public void fail(String reason) {
            text = reason;
        }
    }

    /** The verdict of a check that looks for the text in this body, which comes in pieces of such a size. */
    private static String verdict(String text, String body, int size) {
        HttpCheck check = new HttpCheck(
                UNUSED,
                new HttpRequest("GET", "/", null, Map.of()),
                new HttpExpectation(status -> status == 200, "200", text),
                1);
        Dialogue dialogue = check.dialogue(InetSocketAddress.createUnresolved("a", 80));
        Verdict verdict = new Verdict();
        String response = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        for (int at = 0; at < response.length() && verdict.text.equals("none"); at += size) {
            String piece = response.substring(at, Math.min(response.length(), at + size));
            dialogue.received(Unpooled.copiedBuffer(piece, ISO_8859_1), verdict);
        }
        return verdict.text;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, WHOLE})
    void findsATextThatEndsWithTheLastByteThatIsSearched(int size) {
        String body = "x".repeat(HttpCheck.BODY_LIMIT - "right".length()) + "right and more";

        assertThat(verdict("right", body, size)).isEqualTo("pass");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, WHOLE})
    void findsNoTextThatEndsBeyondTheLastByteThatIsSearched(int size) {
        String body = "x".repeat(HttpCheck.BODY_LIMIT - "righ".length()) + "right and more";

        assertThat(verdict("right", body, size)).contains("the expected text is not in the body");
    }

    @Test
    void findsATextInABodyThatIsShorterThanWhatIsSearched() {
        assertThat(verdict("right", "all right", WHOLE)).isEqualTo("pass");
    }
}
