package dev.evenkeel.balancer.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.HeadLimits;
import dev.evenkeel.balancer.message.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each head is fed whole, byte by byte and in every two pieces. */
final class RequestParserTest {

    // ---- what is read

    @Test
    void aHeadIsReadUpToItsEmptyLineAndNoFurther() {
        Fed fed = Fed.request("POST /a?b HTTP/1.1\r\nHost: a.com\r\nX-A:  b c\t\r\nAccept:\r\n\r\nbody\r\n\r\n");

        assertThat(fed)
                .isEqualTo(new Fed(
                        0,
                        true,
                        "POST /a?b path /a of a.com in 1.1\n2 Host: a.com\n0 X-A: b c\n20 Accept: \n",
                        "body\r\n\r\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1, GET / path / of a.com in 1.1",
        "GET /?a=/b HTTP/1.0, GET /?a=/b path / of a.com in 1.0",
        "GET /a?b?c HTTP/1.9, GET /a?b?c path /a of a.com in 1.1",
        "PURGE //a//b/../c;d=e%00 HTTP/1.1, PURGE //a//b/../c;d=e%00 path //a//b/../c;d=e%00 of a.com in 1.1",
        "M!#$%&'*+-.^_`|~9 / HTTP/1.1, M!#$%&'*+-.^_`|~9 / path / of a.com in 1.1",
        "OPTIONS * HTTP/1.1, OPTIONS * path * of a.com in 1.1",
    })
    void theStartLineIsRead(String line, String meaning) {
        assertThat(Fed.request(line + "\r\nHost: a.com\r\n\r\n").meaning()).isEqualTo(meaning + "\n2 Host: a.com\n");
    }

    @ParameterizedTest
    @CsvSource({
        "GET http://b.com/ HTTP/1.1, GET / path / of b.com in 1.1",
        "GET HTTP://b.com:81/a?b HTTP/1.1, GET /a?b path /a of b.com:81 in 1.1",
        "GET https://[::1]:81/ HTTP/1.1, GET / path / of [::1]:81 in 1.1",
        "GET http://b.com HTTP/1.1, GET / path / of b.com in 1.1",
        "GET http://b.com?q HTTP/1.1, GET /?q path / of b.com in 1.1",
        "OPTIONS http://b.com HTTP/1.1, OPTIONS * path * of b.com in 1.1",
        "OPTIONS http://b.com/ HTTP/1.1, OPTIONS / path / of b.com in 1.1",
    })
    void theAuthorityOfAnAbsoluteTargetReplacesTheHost(String line, String meaning) {
        assertThat(Fed.request(line + "\r\nHost: a.com\r\n\r\n").meaning()).isEqualTo(meaning + "\n");
    }

    @Test
    void theHostOfAnAbsoluteTargetIsSentOn() {
        assertThat(ParsedHeads.written(ParsedHeads.request("GET http://b.com:81?q HTTP/1.1", "A: b", "Host: a.com")))
                .isEqualTo("GET /?q HTTP/1.1\r\nA: b\r\nHost: b.com:81\r\n");
        assertThat(ParsedHeads.written(ParsedHeads.request("GET http://b.com/ HTTP/1.0")))
                .isEqualTo("GET / HTTP/1.1\r\nHost: b.com\r\n");
    }

    @Test
    void aRequestOfHttp10NeedsNoHost() {
        assertThat(Fed.request("GET / HTTP/1.0\r\n\r\n").meaning()).isEqualTo("GET / path / of null in 1.0\n");
    }

    @Test
    void oneEmptyLineBeforeARequestIsPassedOver() {
        assertThat(Fed.request("\r\nGET / HTTP/1.0\r\n\r\n").complete()).isTrue();
        assertThat(Fed.request("\r\n\r\nGET / HTTP/1.0\r\n\r\n").status()).isEqualTo(400);
        assertThat(Fed.request("\nGET / HTTP/1.0\r\n\r\n").status()).isEqualTo(400);
    }

    @Test
    void fieldValuesKeepWhatIsNotAscii() {
        assertThat(Fed.request("GET / HTTP/1.0\r\nA: \u00e4\u00ff\u0080 \"\t,\r\n\r\n")
                        .meaning())
                .endsWith("\n0 A: \u00e4\u00ff\u0080 \"\t,\n");
    }

    @Test
    void aHeadThatIsNotWholeIsWaitedFor() {
        assertThat(Fed.request("GET / HTTP/1.1\r\nHost: a\r\n\r")).isEqualTo(new Fed(0, false, "", ""));
    }

    // ---- what is refused

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET",
                "GET /",
                "GET  / HTTP/1.1",
                "GET /  HTTP/1.1",
                "GET / HTTP/1.1 ",
                " GET / HTTP/1.1",
                "GET\t/ HTTP/1.1",
                "GET /\tHTTP/1.1",
                "GET / a HTTP/1.1",
                "GET / http/1.1",
                "GET / HTTP/1",
                "GET / HTTP/1.10",
                "GET / HTTP/11",
                "GET / HTTP/a.b",
                "GET / HTTPS/1.1",
                "G(T / HTTP/1.1",
                "G\u00e4T / HTTP/1.1",
                "GET /a\u0001b HTTP/1.1",
                "GET /a\u007fb HTTP/1.1",
                "GET /a\u00e4b HTTP/1.1",
                "GET /a#b HTTP/1.1",
                "GET /a\rb HTTP/1.1",
                "GET /\u0000 HTTP/1.1",
                "GET a HTTP/1.1",
                "GET ? HTTP/1.1",
                "GET * HTTP/1.1",
                "OPTIONS ** HTTP/1.1",
                "GET ftp://a/ HTTP/1.1",
                "GET http:/a HTTP/1.1",
                "GET http:///a HTTP/1.1",
                "GET http://:80/ HTTP/1.1",
                "GET http://user@a.com/ HTTP/1.1",
                "GET http://a.com:x/ HTTP/1.1",
                "GET http://a.com:65536/ HTTP/1.1",
                "GET http://[::1/ HTTP/1.1",
                "GET http://a.com\\b/ HTTP/1.1",
                "GET a.com:80 HTTP/1.1",
            })
    void aMalformedRequestLineIsRefused(String line) {
        assertThat(Fed.request(line + "\r\nHost: a.com\r\n\r\n").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/0.9, 505",
        "GET / HTTP/2.0, 505",
        "PRI * HTTP/2.0, 505",
        "CONNECT a.com:443 HTTP/1.1, 501",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG / HTTP/1.1, 501",
    })
    void whatIsNotServedIsRefusedWithItsOwnStatus(String line, int status) {
        assertThat(Fed.request(line + "\r\nHost: a.com\r\n\r\n").status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                ": b",
                "A : b",
                "A\t: b",
                " A: b",
                "\tA: b",
                "A B: c",
                "A(: b",
                "A\u0000: b",
                "A\u00e4: b",
                "A: b\r",
                "A: \rb",
                "A: b\rC: d",
                "A: b\u0000",
                "A: \u0001",
                "A: b\u001fc",
                "A: 12345678\u007f",
                "A: 12345678\u0000 12345678",
                "A: b\r\n c",
                "A: b\r\n\tc",
                "A: b\r\n ",
                "A: b\nC: d",
                "A: b\n\nC: d",
                "\"A\": b",
            })
    void aMalformedFieldIsRefused(String field) {
        assertThat(Fed.request("GET / HTTP/1.1\r\nHost: a.com\r\n" + field + "\r\n\r\n")
                        .status())
                .isEqualTo(400);
        assertThat(Fed.request("GET / HTTP/1.1\r\n" + field + "\r\nHost: a.com\r\n\r\n")
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n\n", "\n\r\n", "\n\n", "\r\r\n\r\n"})
    void anEndOfHeadThatIsNotTwoCrLfIsRefused(String end) {
        assertThat(Fed.request("GET / HTTP/1.0\r\nA: b" + end).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A: b",
                "Host:",
                "Host: ",
                "Host: a b",
                "Host: a.com\r\nHost: a.com",
                "Host: a.com\r\nhost: b.com",
                "Host: user@a.com",
                "Host: a.com/",
                "Host: a.com?",
                "Host: a.com:80:80",
                "Host: a.com:-1",
                "Host: a.com:65536",
                "Host: :80",
                "Host: ::1",
                "Host: [::1",
                "Host: []",
                "Host: [::1]a",
                "Host: a\\b",
                "Host: \"a\"",
                "Host: \u00e4.com",
            })
    void aRequestThatDoesNotNameExactlyOneHostIsRefused(String fields) {
        assertThat(Fed.request("GET / HTTP/1.1\r\n" + fields + "\r\n\r\n").status())
                .isEqualTo(400);
    }

    @Test
    void aBadHostIsRefusedEvenWhereTheTargetNamesAGoodOne() {
        assertThat(Fed.request("GET http://a.com/ HTTP/1.1\r\nHost: b/c\r\n\r\n")
                        .status())
                .isEqualTo(400);
        assertThat(Fed.request("GET http://a.com/ HTTP/1.1\r\n\r\n").status()).isEqualTo(400);
    }

    // ---- limits

    private static final HeadLimits TIGHT = new HeadLimits(20, 16, 60, 4);

    static Stream<List<Object>> limits() {
        String start = "GET / HTTP/1.0\r\n";
        return Stream.of(
                List.of("GET /23456 HTTP/1.0\r\n\r\n", 0),
                List.of("GET /234567 HTTP/1.0\r\n\r\n", 0),
                List.of("GET /2345678 HTTP/1.0\r\n\r\n", 414),
                List.of("GET /234567890123456789012345678901234567890", 414),
                List.of("GET /23456789 HTTP/1.0\n", 414),
                List.of(start + "A: 4567890123456\r\n\r\n", 0),
                List.of(start + "A: 45678901234567\r\n\r\n", 431),
                List.of(start + "A: 4567890123456 \r\n\r\n", 431),
                List.of(start + "A45678901234567890", 431),
                List.of(start + "A: 4567890123456\r\n".repeat(3) + "B: 2\r\n\r\n", 0),
                List.of(start + "A: 4567890123456\r\n".repeat(3) + "B: 23\r\n\r\n", 431),
                List.of(start + "A:\r\n".repeat(4) + "\r\n", 0),
                List.of(start + "A:\r\n".repeat(5) + "\r\n", 431),
                List.of("\r\n" + "GET /234567 HTTP/1.0\r\n\r\n", 0),
                List.of("\r\n" + "GET /2345678 HTTP/1.0\r\n\r\n", 414));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void limitsAreExact(List<Object> headAndStatus) {
        assertThat(Fed.request((String) headAndStatus.get(0), TIGHT).status()).isEqualTo(headAndStatus.get(1));
    }

    @Test
    void aLineWithoutEndIsNotKeptBeyondItsLimit() throws Exception {
        RequestParser parser = new RequestParser();
        RequestHead head = new RequestHead();
        parser.reset();
        head.clear();
        ByteBuf in = Unpooled.copiedBuffer("GET /" + "a".repeat(100_000), StandardCharsets.ISO_8859_1);
        int status = 0;
        try {
            parser.parse(head, in, Fed.LIMITS);
        } catch (BadMessage e) {
            status = e.status();
        }

        assertThat(status).isEqualTo(414);
        assertThat(head.length()).isLessThan(8192 + 1024 + 8);
    }

    @Test
    void aParserReadsOneHeadAfterTheOther() throws Exception {
        RequestParser parser = new RequestParser();
        RequestHead head = new RequestHead();
        ByteBuf in = Unpooled.copiedBuffer(
                "GET /1 HTTP/1.0\r\nA: 1\r\n\r\n\r\nGET http://a/2 HTTP/1.0\r\n\r\nGET /3 HTTP/1.0\r\nB: 3\r\n\r\n",
                StandardCharsets.ISO_8859_1);
        StringBuilder targets = new StringBuilder();
        while (in.isReadable()) {
            parser.reset();
            head.clear();
            assertThat(parser.begun()).isFalse();
            assertThat(parser.parse(head, in, Fed.LIMITS)).isTrue();
            targets.append(head.target())
                    .append(head.authority())
                    .append(head.fieldCount())
                    .append(' ');
        }

        assertThat(targets).hasToString("/1null1 /2a0 /3null1 ");
    }
}
