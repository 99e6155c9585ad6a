package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Ending;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.RecordedRequest;
import dev.evenkeel.balancer.testkit.Response;
import dev.evenkeel.balancer.testkit.Scene;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a request's body ends: told without doubt, or refused (RFC 9112 §6, §7). */
class RequestFramingTest {

    private static final String POST = "POST / HTTP/1.1\r\nHost: example.com\r\n";
    private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

    @RegisterExtension
    final Scene scene = new Scene();

    private Origin origin;
    private Proxy proxy;

    @BeforeEach
    void start() {
        origin = scene.origin().answering(Answers.echo());
        proxy = scene.proxyTo(origin);
    }

    private Response sent(String request) {
        return proxy.client().send(request).readResponse();
    }

    @Test
    void aBodyWithALengthIsForwarded() {
        assertThat(sent(POST + "Content-Length: 5\r\n\r\nhello")).hasStatus(200).hasBody("hello");
        assertThat(origin.awaitRequest(1)).hasHeader("Content-Length", "5");
    }

    @Test
    void aBodyOfLengthZeroIsForwarded() {
        assertThat(sent(POST + "Content-Length: 0\r\n\r\n")).hasStatus(200);
        assertThat(origin.awaitRequest(1)).hasHeader("Content-Length", "0").hasBody("");
    }

    @Test
    void aLengthWithLeadingZerosIsALengthOrIsRefused() {
        Response response = sent(POST + "Content-Length: 0005\r\n\r\nhello");
        assertThat(response.status()).isIn(200, 400);
        assertThat(origin.requests()).extracting(RecordedRequest::body).isSubsetOf("hello");
    }

    @Test
    void aRequestWithoutFramingHasNoBody() {
        RawClient client = proxy.client().send(POST + "\r\n" + POST + "X: 2\r\n\r\n");
        client.readResponse();
        client.readResponse();
        assertThat(origin.requests()).hasSize(2);
    }

    @Test
    void aChunkedBodyIsForwarded() {
        assertThat(sent(CHUNKED + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")).hasBody("hello world");
    }

    @Test
    void aChunkedBodyMayComeByteByByte() {
        RawClient client = proxy.client().sendByteByByte(CHUNKED + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
        assertThat(client.readResponse()).hasBody("hello world");
    }

    @Test
    void chunkSizesAreHexadecimalInEitherCase() {
        assertThat(sent(CHUNKED + "a\r\n0123456789\r\n0B\r\n0123456789a\r\n000\r\n\r\n"))
                .hasBody("01234567890123456789a");
    }

    @Test
    void chunkExtensionsAreNotPartOfTheBody() {
        assertThat(sent(CHUNKED + "5;a=b;c=\"d\"\r\nhello\r\n0;e\r\n\r\n")).hasBody("hello");
    }

    @Test
    void theNameOfTheCodingMayBeInAnyCase() {
        Response response = sent(POST + "Transfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
        assertThat(response).hasStatus(200).hasBody("hello");
    }

    @Test
    void trailersOfARequestAreForwarded() {
        sent(CHUNKED + "5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n");
        assertThat(origin.awaitRequest(1)).hasBody("hello").hasTrailer("X-Sum", "1");
    }

    @Test
    void trailersThatFrameOrRouteAreNotForwarded() {
        sent(CHUNKED + "5\r\nhello\r\n0\r\nContent-Length: 1\r\nHost: evil\r\nTransfer-Encoding: x\r\n\r\n");
        assertThat(origin.requests())
                .allSatisfy(request -> assertThat(request.trailers().list()).isEmpty());
    }

    @Test
    void bytesAfterTheEndAreTheNextRequest() {
        RawClient client = proxy.client().send(CHUNKED + "1\r\na\r\n0\r\n\r\n" + POST + "Content-Length: 1\r\n\r\nb");
        assertThat(client.readResponse()).hasBody("a");
        assertThat(client.readResponse()).hasBody("b");
    }

    @Test
    void aClientThatEndsWithinABodyGetsNothingDone() {
        RawClient client =
                proxy.client().send(POST + "Content-Length: 10\r\n\r\nhello").halfClose();
        client.readToEnd();
        assertThat(origin.requests()).noneMatch(RecordedRequest::isComplete);
    }

    static Stream<Arguments> ambiguous() {
        return Stream.of(
                argumentSet("length and coding", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"),
                argumentSet("coding and length", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"),
                argumentSet("length zero and coding", "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n"),
                argumentSet("two lengths that differ", "Content-Length: 5\r\nContent-Length: 6\r\n"),
                argumentSet("two lengths that agree", "Content-Length: 5\r\nContent-Length: 5\r\n"),
                argumentSet("list of lengths that differ", "Content-Length: 5, 6\r\n"),
                argumentSet("list of lengths that agree", "Content-Length: 5,5\r\n"),
                argumentSet("empty length", "Content-Length:\r\n"),
                argumentSet("length with a plus", "Content-Length: +5\r\n"),
                argumentSet("length below zero", "Content-Length: -5\r\n"),
                argumentSet("hexadecimal length", "Content-Length: 0x5\r\n"),
                argumentSet("length with a fraction", "Content-Length: 5.0\r\n"),
                argumentSet("length with a space", "Content-Length: 5 5\r\n"),
                argumentSet("length with a letter", "Content-Length: 5a\r\n"),
                argumentSet("quoted length", "Content-Length: \"5\"\r\n"),
                argumentSet("length in other digits", "Content-Length: \u00b2\r\n"),
                argumentSet("length beyond 64 bits", "Content-Length: 18446744073709551621\r\n"),
                argumentSet("length beyond 63 bits", "Content-Length: 9223372036854775808\r\n"));
    }

    @ParameterizedTest
    @MethodSource("ambiguous")
    void anAmbiguousLengthIsRefused(String fields) {
        RawClient client = proxy.client().send(POST + fields + "\r\n0\r\n\r\n");
        assertThat(client.readResponse()).hasStatus(400).saysClose();
        client.readToEnd();
        assertThat(origin.connections()).isEmpty();
    }

    static Stream<Arguments> codings() {
        return Stream.of(
                argumentSet("unknown", "Transfer-Encoding: gzip\r\n"),
                argumentSet("identity", "Transfer-Encoding: identity\r\n"),
                argumentSet("empty", "Transfer-Encoding:\r\n"),
                argumentSet("another before chunked", "Transfer-Encoding: gzip, chunked\r\n"),
                argumentSet("another after chunked", "Transfer-Encoding: chunked, gzip\r\n"),
                argumentSet("chunked twice", "Transfer-Encoding: chunked, chunked\r\n"),
                argumentSet("chunked on two lines", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
                argumentSet("two lines", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"),
                argumentSet("empty member before", "Transfer-Encoding: , chunked\r\n"),
                argumentSet("empty member after", "Transfer-Encoding: chunked,\r\n"),
                argumentSet("parameter", "Transfer-Encoding: chunked;q=1\r\n"),
                argumentSet("quotes", "Transfer-Encoding: \"chunked\"\r\n"),
                argumentSet("prefix", "Transfer-Encoding: xchunked\r\n"),
                argumentSet("suffix", "Transfer-Encoding: chunkedx\r\n"),
                argumentSet("8-bit byte", "Transfer-Encoding: chun\u212aed\r\n".replace('\u212a', '\u00ab')));
    }

    @ParameterizedTest
    @MethodSource("codings")
    void anyOtherCodingThanChunkedIsRefused(String fields) {
        RawClient client = proxy.client().send(POST + fields + "\r\n0\r\n\r\n");
        Response response = client.readResponse();
        assertThat(response).saysClose();
        assertThat(response.status()).isIn(400, 501);
        client.readToEnd();
        assertThat(origin.connections()).isEmpty();
    }

    @Test
    void chunkedInHttp10IsRefused() {
        RawClient client = proxy.client().send("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        assertThat(client.readResponse()).hasStatus(400);
        assertThat(client.awaitEnding()).isEqualTo(Ending.END);
        assertThat(origin.connections()).isEmpty();
    }

    static Stream<Arguments> brokenChunks() {
        return Stream.of(
                argumentSet("size that is no number", "x\r\nhello\r\n0\r\n\r\n"),
                argumentSet("empty size", "\r\nhello\r\n0\r\n\r\n"),
                argumentSet("size with a prefix", "0x5\r\nhello\r\n0\r\n\r\n"),
                argumentSet("size with a minus", "-5\r\nhello\r\n0\r\n\r\n"),
                argumentSet("size with a plus", "+5\r\nhello\r\n0\r\n\r\n"),
                argumentSet("size after a space", " 5\r\nhello\r\n0\r\n\r\n"),
                argumentSet("size with an underscore", "0_5\r\nhello\r\n0\r\n\r\n"),
                argumentSet("size beyond 64 bits", "10000000000000005\r\nhello\r\n0\r\n\r\n"),
                argumentSet("size beyond 63 bits", "8000000000000005\r\nhello\r\n0\r\n\r\n"),
                argumentSet("LF alone after the size", "5\nhello\r\n0\r\n\r\n"),
                argumentSet("CR alone after the size", "5\rhello\r\n0\r\n\r\n"),
                argumentSet("LF alone within an extension", "5;a\nb\r\nhello\r\n0\r\n\r\n"),
                argumentSet("CR alone within an extension", "5;a\rb\r\nhello\r\n0\r\n\r\n"),
                argumentSet("NUL within an extension", "5;a\0b\r\nhello\r\n0\r\n\r\n"),
                argumentSet("extension without a bound", "5;" + "a".repeat(1 << 16) + "\r\nhello\r\n0\r\n\r\n"),
                argumentSet("chunk longer than its size", "5\r\nhello!\r\n0\r\n\r\n"),
                argumentSet("chunk shorter than its size", "6\r\nhello\r\n0\r\n\r\n"),
                argumentSet("LF alone after a chunk", "5\r\nhello\n0\r\n\r\n"),
                argumentSet("LF alone after the last chunk", "5\r\nhello\r\n0\n\n"),
                argumentSet("trailer that is no field", "5\r\nhello\r\n0\r\nno field\r\n\r\n"),
                argumentSet("folded trailer", "5\r\nhello\r\n0\r\nA: b\r\n c\r\n\r\n"),
                argumentSet("NUL in a trailer", "5\r\nhello\r\n0\r\nA: b\0\r\n\r\n"),
                argumentSet("trailers without a bound", "5\r\nhello\r\n0\r\n" + "A: b\r\n".repeat(20_000) + "\r\n"));
    }

    @ParameterizedTest
    @MethodSource("brokenChunks")
    void aBrokenChunkEndsTheRequestUndone(String body) {
        RawClient client = proxy.client().send(CHUNKED + body + POST + "\r\n");
        Response response = client.readResponse();
        assertThat(response).saysClose();
        assertThat(response.status()).isIn(400, 413, 431);
        client.readToEnd();
        origin.requests()
                .forEach(request -> origin.awaitConnection(request.connection()).awaitEnding());
        assertThat(origin.requests()).noneMatch(RecordedRequest::isComplete);
    }
}
