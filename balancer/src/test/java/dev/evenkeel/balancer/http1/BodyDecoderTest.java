package dev.evenkeel.balancer.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each body is fed whole, byte by byte and in every two pieces. */
final class BodyDecoderTest {

    @Test
    void aBodyOfKnownLengthEndsWithIt() {
        assertThat(FedBody.inEveryWay(4, "bodynext")).isEqualTo(new FedBody(0, true, "body", "", "next"));
        assertThat(FedBody.inEveryWay(4, "bod")).isEqualTo(new FedBody(0, false, "bod", "", ""));
        assertThat(FedBody.inEveryWay(0, "next")).isEqualTo(new FedBody(0, true, "", "", "next"));
    }

    @Test
    void aBodyWithoutLengthEndsWithTheConnection() throws Exception {
        assertThat(FedBody.inEveryWay(Framing.UNTIL_CLOSE, "body\r\n0\r\n\r\n"))
                .isEqualTo(new FedBody(0, false, "body\r\n0\r\n\r\n", "", ""));
        BodyDecoder decoder = BodyDecoder.ofRequests();
        decoder.begin(Framing.UNTIL_CLOSE);
        assertThat(decoder.endOfInput()).isTrue();
        assertThat(decoder.ended()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"4", "-1"})
    void aBodyThatIsCutIsNotWhole(long framing) {
        BodyDecoder decoder = BodyDecoder.ofRequests();
        decoder.begin(framing);

        assertThat(decoder.endOfInput()).isFalse();
    }

    @Test
    void chunksAreJoined() {
        assertThat(chunked("4\r\nbody\r\n1\r\n \r\n6\r\n\r\n0\r\n\r\r\n0\r\n\r\nnext"))
                .isEqualTo(new FedBody(0, true, "body \r\n0\r\n\r", "", "next"));
    }

    @Test
    void anEmptyBodyIsOneChunk() {
        assertThat(chunked("0\r\n\r\nnext")).isEqualTo(new FedBody(0, true, "", "", "next"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A", "0a", "00000000000000a", "a;b", "a;b=c;d=\"e f\"", "a;\u00e4\t;", "a;"})
    void aSizeIsHexadecimalAndExtensionsArePassedOver(String size) {
        assertThat(chunked(size + "\r\n0123456789\r\n0\r\n\r\n")).isEqualTo(new FedBody(0, true, "0123456789", "", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "\n",
                " 4\r\nbody\r\n0\r\n\r\n",
                "4 \r\nbody\r\n0\r\n\r\n",
                "4\t\r\nbody\r\n0\r\n\r\n",
                "+4\r\nbody\r\n0\r\n\r\n",
                "-4\r\nbody\r\n0\r\n\r\n",
                "0x4\r\nbody\r\n0\r\n\r\n",
                "4h\r\nbody\r\n0\r\n\r\n",
                "g\r\n",
                ";a\r\nbody\r\n0\r\n\r\n",
                "4,4\r\nbody\r\n0\r\n\r\n",
                "4_0\r\nbody",
                "0000000000000004\r\nbody\r\n0\r\n\r\n",
                "ffffffffffffffff\r\nbody",
                "10000000000000004\r\nbody",
                "4\nbody\r\n0\r\n\r\n",
                "4\rbody\r\n0\r\n\r\n",
                "4\r\r\nbody\r\n0\r\n\r\n",
                "4;a\nb\r\nbody\r\n0\r\n\r\n",
                "4;a\rb\r\nbody\r\n0\r\n\r\n",
                "4;\u0000\r\nbody\r\n0\r\n\r\n",
                "4;\u007f\r\nbody\r\n0\r\n\r\n",
                "4\r\nbody0\r\n\r\n",
                "4\r\nbody\n0\r\n\r\n",
                "4\r\nbody\r0\r\n\r\n",
                "4\r\nbody\r\r\n0\r\n\r\n",
                "4\r\nbodyx\r\n0\r\n\r\n",
                "3\r\nbody\r\n0\r\n\r\n",
                "5\r\nbody\r\n0\r\n\r\n",
                "4\r\nbody\r\n\r\n0\r\n\r\n",
                "0\n\r\n",
                "0\r\n\n",
                "0\r\nA\r\n\r\n",
                "0\r\n A: b\r\n\r\n",
                "0\r\nA : b\r\n\r\n",
                "0\r\nA: b\n\r\n",
                "0\r\n0\r\n\r\n",
                "0\r\nGET / HTTP/1.1\r\n\r\n",
            })
    void malformedChunksAreRefused(String body) {
        assertThat(chunked(body).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4 ", "4\t", "4 \t ", "4 ;a", "4\t;a=b", "4 ; a"})
    void blanksBehindASizeArePassedOverInResponses(String size) {
        assertThat(chunkedResponse(size + "\r\nbody\r\n0 \r\n\r\nnext"))
                .isEqualTo(new FedBody(0, true, "body", "", "next"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4 ", "4\t", "4 ;a", "4\t;a=b"})
    void blanksBehindASizeAreRefusedInRequests(String size) {
        assertThat(chunked(size + "\r\nbody\r\n0\r\n\r\n").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {" 4\r\nbody", "4 4\r\nbody", "4 a;b\r\nbody", "4 \nbody", "4 \0\r\nbody", "4 \r\r\nbody"})
    void nothingButBlanksIsPassedOverBehindASize(String body) {
        assertThat(chunkedResponse(body + "\r\n0\r\n\r\n").status()).isEqualTo(400);
    }

    @Test
    void blanksBehindASizeAreBounded() throws BadMessage {
        BodyDecoder decoder = BodyDecoder.ofResponses();
        FedBody.decode(decoder, Framing.CHUNKED, "4" + " ".repeat(1024) + "\r\nbody\r\n0\r\n\r\n");
        assertThat(decoder.ended()).isTrue();

        assertThatThrownBy(() -> FedBody.decode(decoder, Framing.CHUNKED, "4" + " ".repeat(1025)))
                .isInstanceOf(BadMessage.class);
    }

    @Test
    void extensionsAreBounded() {
        String longest = "4;" + "a".repeat(1024) + "\r\nbody\r\n";

        assertThat(whole(longest + "0\r\n\r\n")).isEqualTo(new FedBody(0, true, "body", "", ""));
        assertThat(whole("4;a" + longest.substring(2) + "0\r\n\r\n").status()).isEqualTo(400);
        assertThat(whole(longest.repeat(16) + "0\r\n\r\n").complete()).isTrue();
        assertThat(whole(longest.repeat(16) + "0;a\r\n\r\n").status()).isEqualTo(400);
    }

    // ---- trailers

    @Test
    void whatFollowsTheLastChunkIsKept() {
        assertThat(chunked("4\r\nbody\r\n0\r\nExpires: 0\r\nX: y\r\n\r\nnext"))
                .isEqualTo(new FedBody(0, true, "body", "Expires: 0\r\nX: y\r\n", "next"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5",
                "Transfer-Encoding: chunked",
                "Host: a",
                "Connection: close",
                "X-Forwarded-For: 1.2.3.4",
                "X_Forwarded_For: 1.2.3.4",
            })
    void whatFramesOrRoutesAMessageIsNotTakenFromBehindIt(String field) {
        assertThat(chunked("0\r\n" + field + "\r\nA: b\r\n\r\n")).isEqualTo(new FedBody(0, true, "", "A: b\r\n", ""));
    }

    @Test
    void trailersAreBounded() {
        String field = "A: " + "b".repeat(8 * 1024 - 3);

        assertThat(whole("0\r\n" + field + "\r\n\r\n").complete()).isTrue();
        assertThat(whole("0\r\n" + field + "b\r\n\r\n").status()).isEqualTo(431);
        assertThat(whole("0\r\n" + "A:\r\n".repeat(64) + "\r\n").complete()).isTrue();
        assertThat(whole("0\r\n" + "A:\r\n".repeat(65) + "\r\n").status()).isEqualTo(431);
    }

    @Test
    void theNextBodyHasNoTrailersOfThisOne() throws Exception {
        BodyDecoder decoder = BodyDecoder.ofRequests();
        FedBody.decode(decoder, Framing.CHUNKED, "0\r\nA: b\r\n\r\n");
        assertThat(decoder.trailers()).isNotNull();

        FedBody.decode(decoder, Framing.CHUNKED, "0\r\n\r\n");
        assertThat(decoder.trailers()).isNull();
        FedBody.decode(decoder, 1, "a");
        assertThat(decoder.trailers()).isNull();
    }

    private static FedBody chunked(String text) {
        return FedBody.inEveryWay(Framing.CHUNKED, text);
    }

    private static FedBody chunkedResponse(String text) {
        return FedBody.inEveryWay(BodyDecoder::ofResponses, Framing.CHUNKED, text);
    }

    private static FedBody whole(String text) {
        return FedBody.whole(Framing.CHUNKED, text);
    }
}
