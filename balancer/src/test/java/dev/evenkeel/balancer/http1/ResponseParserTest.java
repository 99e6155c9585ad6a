package dev.evenkeel.balancer.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each head is fed whole, byte by byte and in every two pieces. */
final class ResponseParserTest {

    @Test
    void aHeadIsReadUpToItsEmptyLineAndNoFurther() {
        assertThat(Fed.response("HTTP/1.1 200 OK\r\nServer: a b\r\nContent-Length: 4\r\n\r\nbody"))
                .isEqualTo(new Fed(0, true, "200 in 1.1\n0 Server: a b\n4 Content-Length: 4\n", "body"));
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK, 200 in 1.1",
        "HTTP/1.0 404 Not Found, 404 in 1.0",
        "HTTP/1.1 599 , 599 in 1.1",
        "HTTP/1.1 100, 100 in 1.1",
        "HTTP/1.7 204 \u00e4 (\t), 204 in 1.1",
    })
    void theStatusLineIsRead(String line, String meaning) {
        assertThat(Fed.response(line + "\r\n\r\n").meaning()).isEqualTo(meaning + "\n");
    }

    @Test
    void aStatusLineMayEndInASpace() {
        assertThat(Fed.response("HTTP/1.1 200 \r\n\r\n").complete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1",
                "HTTP/1.1 ",
                "HTTP/1.1 20",
                "HTTP/1.1 2000",
                "HTTP/1.1 200OK",
                "HTTP/1.1  200 OK",
                "HTTP/1.1\t200 OK",
                "HTTP/1.1 200\tOK",
                "HTTP/1.1 2x0 OK",
                "HTTP/1.1 099 Low",
                "HTTP/1.1 600 High",
                "HTTP/2.0 200 OK",
                "HTTP/0.9 200 OK",
                "HTTP/1.x 200 OK",
                "http/1.1 200 OK",
                "ICY 200 OK",
                " HTTP/1.1 200 OK",
                "\r\nHTTP/1.1 200 OK",
                "HTTP/1.1 200 O\u0000K",
                "HTTP/1.1 200 O\rK",
                "HTTP/1.1 200 OK\u007f",
            })
    void aMalformedStatusLineIsRefused(String line) {
        assertThat(Fed.response(line + "\r\nA: b\r\n\r\n").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A : b", "A: b\r\n c", "A: b\u0000", "A: b\nC: d", ": b", "A", "A: \r b"})
    void aMalformedFieldIsRefused(String field) {
        assertThat(Fed.response("HTTP/1.1 200 OK\r\n" + field + "\r\n\r\n").status())
                .isEqualTo(400);
    }

    @Test
    void aResponseMayHaveLongerFieldsThanARequest() {
        String field = "Set-Cookie: " + "a".repeat(64 * 1024 - "Set-Cookie: ".length());

        assertThat(whole(field)).isZero();
        assertThat(whole(field + "a")).isEqualTo(431);
    }

    private static int whole(String field) {
        byte[] bytes = ("HTTP/1.1 200 OK\r\n" + field + "\r\n\r\n").getBytes(ISO_8859_1);
        return Fed.responseIn(List.of(bytes), ResponseParser.LIMITS).status();
    }

    @Test
    void theStatusLineIsSentOnInVersion11() {
        assertThat(ParsedHeads.written(ParsedHeads.response("HTTP/1.0 200 All right", "A: b")))
                .isEqualTo("HTTP/1.1 200 All right\r\nA: b\r\n");
    }
}
