package dev.evenkeel.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

final class ResponseReaderTest {
    private static final String RESPONSE = "HTTP/1.1 200 OK\r\nServer: x\r\ncontent-LENGTH:  5\r\n\r\nhello";

    private final ResponseReader reader = new ResponseReader();

    @Test
    void findsTheEndOfAResponse() {
        ByteBuf in = bytes(RESPONSE + "HTTP/1.1 404");

        assertThat(reader.read(in)).isTrue();
        assertThat(reader.status()).isEqualTo(200);
        assertThat(in.toString(US_ASCII)).isEqualTo("HTTP/1.1 404");
    }

    @Test
    void findsItByteByByte() {
        for (int i = 0; i < RESPONSE.length() - 1; i++) {
            assertThat(reader.read(bytes(RESPONSE.substring(i, i + 1)))).isFalse();
        }
        assertThat(reader.read(bytes("o"))).isTrue();
    }

    @Test
    void readsOneAfterTheOther() {
        reader.read(bytes(RESPONSE));

        assertThat(reader.read(bytes("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")))
                .isTrue();
        assertThat(reader.status()).isEqualTo(503);
    }

    @Test
    void refusesAResponseWithoutLength() {
        assertThatThrownBy(() -> reader.read(bytes("HTTP/1.1 200 OK\r\nServer: x\r\n\r\n")))
                .hasMessage("a response without Content-Length");
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, US_ASCII);
    }
}
