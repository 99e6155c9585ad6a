package dev.evenkeel.health.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResponseReaderTest {
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final StringBuilder body = new StringBuilder();

    private ResponseReader read(String... pieces) throws BadResponseException {
        ResponseReader reader = new ResponseReader(false, this::keep);
        for (String piece : pieces) {
            reader.read(bytes(piece));
        }
        return reader;
    }

    private void keep(ByteBuf data, int length) {
        body.append(data.readCharSequence(length, ISO_8859_1));
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, ISO_8859_1);
    }

    @Test
    void readsABodyByItsLength() throws BadResponseException {
        ResponseReader reader = read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, and more");

        assertThat(reader.complete()).isTrue();
        assertThat(reader.status()).isEqualTo(200);
        assertThat(body).hasToString("hello");
    }

    @Test
    void readsABodyInChunks() throws BadResponseException {
        ResponseReader reader = read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3\r\nhel\r\n2;ext=1\r\nlo\r\n0\r\nTrailer: x\r\n\r\n");

        assertThat(reader.complete()).isTrue();
        assertThat(body).hasToString("hello");
    }

    @Test
    void readsABodyUntilTheEndOfTheConnection() throws BadResponseException {
        ResponseReader reader = read("HTTP/1.0 200 OK\r\n\r\nhello");
        assertThat(reader.complete()).isFalse();

        reader.end();

        assertThat(reader.complete()).isTrue();
        assertThat(body).hasToString("hello");
    }

    @Test
    void passesOverInterimResponses() throws BadResponseException {
        ResponseReader reader =
                read("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\nContent-Length: 9\r\n\r\n");

        assertThat(reader.status()).isEqualTo(204);
        assertThat(reader.complete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection: close", "CONNECTION:\t keep-alive , Close \t", "connection: close\r\nX: "})
    void isNotPersistentIfTheTargetSaysSo(String field) throws BadResponseException {
        assertThat(read("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n").persistent())
                .isTrue();
        assertThat(read("HTTP/1.1 200\r\ncontent-length:0 \r\n" + field + "\r\n\r\n")
                        .persistent())
                .isFalse();
    }

    @Property
    void readsTheSameInWhateverPiecesItComes(@ForAll @IntRange(min = 1, max = 20) int size)
            throws BadResponseException {
        String whole = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5\r\nhello\r\n0\r\n\r\n";
        ResponseReader reader = new ResponseReader(false, this::keep);
        for (int at = 0; at < whole.length(); at += size) {
            reader.read(bytes(whole.substring(at, Math.min(whole.length(), at + size))));
        }

        assertThat(reader.complete()).isTrue();
        assertThat(body.toString()).endsWith("hello");
        body.setLength(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/2 200 OK\r\n",
                "SSH-2.0-OpenSSH_9.6\r\n",
                "\r\n",
                "HTTP/1.1 20 OK\r\n",
                "HTTP/1.1  200 OK\r\n",
                "HTTP/1.1 099 OK\r\n",
                "HTTP/1.1 2000 OK\r\n",
                "HTTP/1.x 200 OK\r\n",
                "HTTP/1.10 200 OK\r\n",
                "HTTP/1.1 600 OK\r\n",
                "HTTP/1.1 2x0 OK\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n",
                "HTTP/1.1 200 OK\n",
                "HTTP/1.1 200 OK\rX",
                "HTTP/1.1 200 OK\r\nno field\r\n",
                "HTTP/1.1 200 OK\r\n folded: x\r\n",
                "HTTP/1.1 200 OK\r\nName : x\r\n",
                "HTTP/1.1 200 OK\r\n: x\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: \r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1 1\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1234567890123456789\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
            })
    void refusesWhatIsNoResponse(String bytes) {
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(BadResponseException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, '\b', 0x0b, 0x1f, 0x7f})
    void refusesControlCharactersInALine(int control) {
        String character = Character.toString(control);

        for (String bytes : List.of(
                "HTTP/1.1 200 O%sK\r\n",
                "HTTP/1.1 200 OK\r\nX: a%sb\r\n",
                "HTTP/1.1 200 OK\r\nX: a%s\r\n",
                CHUNKED + "1;a%s\r\n",
                CHUNKED + "0\r\nX: a%s\r\n")) {
            assertThatThrownBy(() -> read(bytes.formatted(character)))
                    .as(bytes)
                    .isInstanceOf(BadResponseException.class)
                    .hasMessageContaining("control character");
        }
    }

    @Test
    void readsTabsAndBytesBeyondAsciiInALine() throws BadResponseException {
        assertThat(read("HTTP/1.1 200 O\tK\u00e4\r\nX: \ta\tb\u00ff\r\n\r\n").headRead())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.2 200 OK", "HTTP/1.9 200"})
    void readsAHigherMinorVersionAsOne(String statusLine) throws BadResponseException {
        ResponseReader reader = read(statusLine + "\r\nContent-Length: 0\r\n\r\n");

        assertThat(reader.complete()).isTrue();
        assertThat(reader.persistent()).isTrue();
    }

    @Test
    void looksForNoLengthInAnInterimResponse() throws BadResponseException {
        assertThat(read("HTTP/1.1 103 Early Hints\r\nContent-Length: 1\r\nContent-Length: x\r\n\r\n"
                                + "HTTP/1.1 204 No Content\r\n\r\n")
                        .complete())
                .isTrue();
    }

    @Test
    void boundsTheStatusLine() throws BadResponseException {
        String longest = "HTTP/1.1 200 " + "x".repeat(8 * 1024 - 13);

        assertThat(read(longest + "\r\n\r\n").headRead()).isTrue();
        assertThatThrownBy(() -> read(longest + "x\r\n")).hasMessageContaining("too long");
    }

    @Test
    void boundsAField() throws BadResponseException {
        String longest = "HTTP/1.1 200 OK\r\nX:" + "x".repeat(64 * 1024 - 2);

        assertThat(read(longest + "\r\n\r\n").headRead()).isTrue();
        assertThatThrownBy(() -> read(longest + "x\r\n")).hasMessageContaining("too long");
    }

    @Test
    void boundsAllFields() throws BadResponseException {
        String longest = "HTTP/1.1 200 OK\r\n" + ("X:" + "x".repeat(32 * 1024 - 4) + "\r\n").repeat(4);

        assertThat(read(longest + "\r\n").headRead()).isTrue();
        assertThatThrownBy(() -> read(longest + "X:\r\n")).hasMessageContaining("too long");
    }

    @Test
    void boundsTheNumberOfFields() throws BadResponseException {
        String most = "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(256);

        assertThat(read(most + "\r\n").headRead()).isTrue();
        assertThatThrownBy(() -> read(most + "X: y\r\n")).hasMessageContaining("too many");
    }

    @Test
    void boundsTheFieldsOfEachHeadForItself() throws BadResponseException {
        String fields = "X: y\r\n".repeat(256) + "\r\n";

        assertThat(read("HTTP/1.1 103 Early Hints\r\n" + fields + "HTTP/1.1 204 No Content\r\n" + fields)
                        .complete())
                .isTrue();
    }

    @Test
    void boundsTheNumberOfInterimResponses() throws BadResponseException {
        String most = "HTTP/1.1 100 Continue\r\n\r\n".repeat(64);

        assertThat(read(most + "HTTP/1.1 204 No Content\r\n\r\n").complete()).isTrue();
        assertThatThrownBy(() -> read(most + "HTTP/1.1 100 Continue\r\n\r\n")).hasMessageContaining("too many interim");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5 ", "5\t \t", "5;a", "5 ;a=1", "5;", "000000000000005"})
    void readsTheSizeOfAChunkBeforeBlanksAndExtensions(String size) throws BadResponseException {
        assertThat(read(CHUNKED + size + "\r\nhello\r\n0 \r\n\r\n").complete()).isTrue();
        assertThat(body).hasToString("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {" 5", "5 5", "5 a;b", "5,", ";a", " ", "0000000000000005", "+5", "0x5"})
    void refusesAChunkWhoseSizeIsNotClear(String size) {
        assertThatThrownBy(() -> read(CHUNKED + size + "\r\nhello\r\n0\r\n\r\n"))
                .hasMessageContaining("without a size");
    }

    @Test
    void boundsTheExtensionsOfChunks() throws BadResponseException {
        String longest = "1;" + "a".repeat(1024) + "\r\nx\r\n";

        assertThat(read(CHUNKED + longest.repeat(16) + "0\r\n\r\n").complete()).isTrue();
        assertThatThrownBy(() -> read(CHUNKED + longest.repeat(16) + "0;a\r\n")).hasMessageContaining("too long");
        assertThatThrownBy(() -> read(CHUNKED + "1 " + longest.substring(1))).hasMessageContaining("too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no field\r\n", " folded: x\r\n", "Name : x\r\n"})
    void refusesWhatIsNoFieldBehindABodyInChunks(String line) {
        assertThatThrownBy(() -> read(CHUNKED + "0\r\n" + line)).isInstanceOf(BadResponseException.class);
    }

    @Test
    void boundsTheFieldsBehindABodyInChunks() throws BadResponseException {
        String most = CHUNKED + "0\r\n" + "X: y\r\n".repeat(64);

        assertThat(read(most + "\r\n").complete()).isTrue();
        assertThatThrownBy(() -> read(most + "X: y\r\n")).hasMessageContaining("too many");
        assertThatThrownBy(() -> read(CHUNKED + "0\r\nX:" + "x".repeat(8 * 1024)))
                .hasMessageContaining("too long");
    }

    @Test
    void refusesABodyThatEndsEarly() throws BadResponseException {
        ResponseReader reader = read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel");

        assertThatThrownBy(reader::end).isInstanceOf(BadResponseException.class);
    }
}
