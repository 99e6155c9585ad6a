package dev.evenkeel.balancer.testkit;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThatExceptionOfType;
import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kit against itself: raw clients talk straight to origins. */
class SceneTest {

    @RegisterExtension
    final Scene scene = new Scene();

    private RawClient clientOf(Origin origin) {
        return scene.client(origin.socketAddress());
    }

    @Test
    void anOriginAnswersWithItsName() {
        assertThat(clientOf(scene.origin("a")).get("/")).hasStatus(200).hasBody("a");
    }

    @Test
    void anOriginOnAUnixSocketAnswersToo() {
        Origin origin = scene.originOnUnixSocket("unix");
        assertThat(clientOf(origin).get("/")).hasBody("unix");
        assertThat(origin.address()).startsWith("\"unix:/");
    }

    @Test
    void anOriginRecordsWhichConnectionCarriedWhichRequest() {
        Origin origin = scene.origin();
        RawClient first = clientOf(origin);
        first.get("/1");
        first.post("/2?q=1", "body");
        clientOf(origin).get("/3");

        assertThat(origin.requests()).extracting(RecordedRequest::path).containsExactly("/1", "/2", "/3");
        assertThat(origin.requests()).extracting(RecordedRequest::connection).containsExactly(1, 1, 2);
        assertThat(origin.awaitRequest(2)).hasMethod("POST").hasTarget("/2?q=1").hasBody("body");
        assertThat(origin.connections().get(1).received()).isEqualTo("GET /3 HTTP/1.1\r\nHost: example.com\r\n\r\n");
    }

    @Test
    void answersAreGivenInTurnAndTheLastForever() {
        Origin origin = scene.origin().answering(Answers.ok("1"), Answers.status(503, "2"));
        RawClient client = clientOf(origin);

        assertThat(client.get("/")).hasStatus(200).hasBody("1");
        assertThat(client.get("/")).hasStatus(503).hasBody("2");
        assertThat(client.get("/")).hasStatus(503).hasBody("2");
    }

    @Test
    void chunksAndTrailersAreRead() {
        Origin origin = scene.origin()
                .answering(Answers.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Messages.chunks(new String[] {"ab", "c"}, "X-Sum: 1")));

        assertThat(clientOf(origin).get("/")).hasBody("abc").hasTrailer("X-Sum", "1");
    }

    @Test
    void interimResponsesAreKeptApart() {
        Origin origin = scene.origin()
                .answering(Answers.byteByByte("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"));

        assertThat(clientOf(origin).get("/")).hasInterim(103).hasStatus(200).hasBody("x");
    }

    @Test
    void aHeadResponseHasALengthButNoBody() {
        RawClient client = clientOf(scene.origin());

        assertThat(client.request("HEAD", "/")).hasHeader("Content-Length", "6").hasBody("");
        assertThat(client.get("/")).hasBody("origin");
    }

    @Test
    void anOriginThatClosesAfterOneResponseDoesSo() {
        RawClient client = clientOf(scene.origin().closingAfter(1));
        client.get("/");
        assertThat(client.awaitEnding()).isEqualTo(Ending.END);
    }

    @Test
    void aResetIsToldFromAnEnd() {
        RawClient client = clientOf(scene.origin().answering(Answers.resetting()));
        client.sendGet("/");
        assertThat(client.awaitEnding()).isEqualTo(Ending.RESET);
    }

    @Test
    void anOriginTellsAResetFromAnEnd() {
        Origin origin = scene.origin();
        RawClient client = clientOf(origin);
        client.get("/");
        client.reset();
        assertThat(origin.awaitConnection(1).awaitEnding()).isEqualTo(Ending.RESET);
    }

    @Test
    void aHalfClosedClientStillReads() {
        Gate gate = scene.gate();
        Origin origin = scene.origin().answering(Answers.ok("late").after(gate));
        RawClient client = clientOf(origin).sendGet("/").halfClose();
        origin.awaitRequest(1);
        gate.open();
        assertThat(client.readResponse()).hasBody("late");
    }

    @Test
    void aResponseCutShortIsNotAResponse() {
        Origin origin = scene.origin()
                .answering(Answers.raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab")
                        .thenClose());

        assertThatThrownBy(() -> clientOf(origin).get("/")).hasMessageContaining("cut short");
        assertThat(clientOf(origin).sendGet("/").readCutResponse()).hasBody("ab");
    }

    @Test
    void aWriterThatNobodyReadsIsSeenToBlock() {
        Origin origin = scene.origin().answering(Answers.endless());
        clientOf(origin).sendGet("/").readHead();

        assertThat(origin.awaitConnection(1).awaitBlocked(Duration.ofMillis(100)))
                .isPositive();
    }

    @Test
    void anOriginCanDieAndComeBackAtTheSameAddress() {
        Origin origin = scene.origin();
        SocketAddress address = origin.socketAddress();
        RawClient client = clientOf(origin);
        client.get("/");

        origin.stop();
        client.awaitEnding();
        assertThatThrownBy(() -> scene.client(address)).hasMessageContaining("refused");

        origin.start();
        assertThat(scene.client(address).get("/")).hasStatus(200);
    }

    @Test
    void anAddressCanRefuseConnections() {
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port(scene.refusingAddress())))
                .hasMessageContaining("refused");
    }

    @Test
    void anAddressCanLeaveConnectsUnanswered() {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port(scene.unansweringAddress()));
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> {
            try (Socket socket = new Socket()) {
                socket.connect(address, 200);
            }
        });
    }

    private static int port(String address) {
        return Integer.parseInt(address.replaceAll(".*:|\"", ""));
    }

    @Test
    void anOriginComplainsOfWhatIsMalformed() {
        Origin origin = scene.origin();
        clientOf(origin).send("GET / HTTP/1.1\nHost: x\n\n").awaitEnding();

        assertThat(origin.takeComplaints()).hasSize(1).first().isInstanceOf(ProtocolViolation.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/2 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b\0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\nx\n0\n\n",
            })
    void theReaderTakesNothingMalformed(String response) {
        Origin origin = scene.origin().answering(Answers.raw(response).thenClose());
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> clientOf(origin).get("/"));
    }

    @Test
    void aClientGivesUpOnAPeerThatStaysOpen() {
        RawClient client = clientOf(scene.origin().silent()).sendGet("/");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> client.awaitEnding(Duration.ofMillis(50)))
                .withMessageContaining("waited 50 ms");
    }
}
