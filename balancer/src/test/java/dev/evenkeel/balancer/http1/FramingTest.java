package dev.evenkeel.balancer.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FramingTest {

    @Test
    void aRequestThatDoesNotSayHasNoBody() throws Exception {
        assertThat(ofRequest("HTTP/1.1", "A: b")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "5, 5", "0005, 5", "999999999999999999, 999999999999999999"})
    void aContentLengthIsANumberOfBytes(String value, long length) throws Exception {
        assertThat(ofRequest("HTTP/1.1", "Content-Length: " + value)).isEqualTo(length);
        assertThat(ofResponse("HTTP/1.1 200 OK", "Content-Length: " + value)).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+5",
                "-5",
                "5 5",
                "5,5",
                "5, 5",
                "5.0",
                "0x5",
                "5;",
                "\"5\"",
                "five",
                "1000000000000000000",
                "18446744073709551621",
                "\u00b2",
                "5\u00a0",
            })
    void aMalformedContentLengthIsRefused(String value) {
        assertThat(requestStatus("HTTP/1.1", "Content-Length: " + value)).isEqualTo(400);
        assertThat(responseStatus("HTTP/1.1 200 OK", "Content-Length: " + value))
                .isEqualTo(400);
        assertThat(responseStatus("HTTP/1.1 304 Not Modified", "Content-Length: " + value))
                .isEqualTo(400);
    }

    @Test
    void twoContentLengthsAreRefusedEvenIfTheyAgree() {
        assertThat(requestStatus("HTTP/1.1", "Content-Length: 5", "content-length: 5"))
                .isEqualTo(400);
        assertThat(responseStatus("HTTP/1.1 200 OK", "Content-Length: 5", "Content-Length: 5"))
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked", "CHUNKED", "  chunked\t"})
    void chunkedIsTheOneCoding(String value) throws Exception {
        assertThat(ofRequest("HTTP/1.1", "Transfer-Encoding: " + value)).isEqualTo(Framing.CHUNKED);
        assertThat(ofResponse("HTTP/1.1 200 OK", "Transfer-Encoding: " + value)).isEqualTo(Framing.CHUNKED);
    }

    /** 501 where chunked is the last of several codings, one of which is not known here; 400 where the end is unclear. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 400",
                "identity | 400",
                "gzip | 400",
                "xchunked | 400",
                "chunkedx | 400",
                "'\"chunked\"' | 400",
                "chunked;a=b | 400",
                "chunked chunked | 400",
                "chunked, chunked | 400",
                "chunked, gzip | 400",
                "chunked, identity | 400",
                "chunked, | 400",
                "', chunked' | 400",
                "'gzip;, chunked' | 400",
                "'(a, chunked' | 400",
                "'gzip, chunked' | 501",
                "'gzip,chunked' | 501",
                "'gzip , deflate, CHUNKED' | 501",
            })
    void everyOtherTransferEncodingIsRefused(String value, int status) {
        assertThat(requestStatus("HTTP/1.1", "Transfer-Encoding: " + value)).isEqualTo(status);
        assertThat(responseStatus("HTTP/1.1 200 OK", "Transfer-Encoding: " + value))
                .isEqualTo(status);
    }

    @Test
    void severalTransferEncodingsAreRefused() {
        assertThat(requestStatus("HTTP/1.1", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked"))
                .isEqualTo(400);
        assertThat(requestStatus("HTTP/1.1", "Transfer-Encoding: gzip", "Transfer-Encoding: chunked"))
                .isEqualTo(400);
        assertThat(requestStatus("HTTP/1.1", "Transfer-Encoding: ", "Transfer-Encoding: chunked"))
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked", "gzip, chunked", "identity", ""})
    void aMessageWithBothFramingsIsRefused(String coding) {
        assertThat(requestStatus("HTTP/1.1", "Transfer-Encoding: " + coding, "Content-Length: 5"))
                .isEqualTo(400);
        assertThat(requestStatus("HTTP/1.1", "Content-Length: 5", "Transfer-Encoding: " + coding))
                .isEqualTo(400);
        assertThat(responseStatus("HTTP/1.1 200 OK", "Content-Length: 5", "Transfer-Encoding: " + coding))
                .isEqualTo(400);
    }

    @Test
    void http10KnowsNoTransferEncoding() {
        assertThat(requestStatus("HTTP/1.0", "Transfer-Encoding: chunked")).isEqualTo(400);
        assertThat(responseStatus("HTTP/1.0 200 OK", "Transfer-Encoding: chunked"))
                .isEqualTo(400);
    }

    @Test
    void aResponseThatDoesNotSayEndsWithTheConnection() throws Exception {
        assertThat(ofResponse("HTTP/1.1 200 OK")).isEqualTo(Framing.UNTIL_CLOSE);
    }

    @ParameterizedTest
    @CsvSource({
        "100, Content-Length: 5",
        "204, Content-Length: 5",
        "304, Content-Length: 5",
        "304, Transfer-Encoding: chunked",
        "304, A: b"
    })
    void someStatusesNeverHaveABody(int status, String field) throws Exception {
        assertThat(ofResponse("HTTP/1.1 " + status + " Any", field)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5", "Transfer-Encoding: chunked", "A: b"})
    void theAnswerToHeadNeverHasABody(String field) throws Exception {
        assertThat(Framing.ofResponse(ParsedHeads.response("HTTP/1.1 200 OK", field), true))
                .isZero();
    }

    private static long ofRequest(String version, String... fields) throws BadMessage {
        return Framing.ofRequest(ParsedHeads.request(lines("POST / " + version, fields)));
    }

    private static long ofResponse(String statusLine, String... fields) throws BadMessage {
        return Framing.ofResponse(ParsedHeads.response(lines(statusLine, fields)), false);
    }

    private static String[] lines(String start, String... fields) {
        List<String> lines = new ArrayList<>(List.of(start, "Host: a"));
        lines.addAll(List.of(fields));
        return lines.toArray(String[]::new);
    }

    private static int requestStatus(String version, String... fields) {
        try {
            ofRequest(version, fields);
            return 0;
        } catch (BadMessage e) {
            return e.status();
        }
    }

    private static int responseStatus(String statusLine, String... fields) {
        try {
            ofResponse(statusLine, fields);
            return 0;
        } catch (BadMessage e) {
            return e.status();
        }
    }
}
