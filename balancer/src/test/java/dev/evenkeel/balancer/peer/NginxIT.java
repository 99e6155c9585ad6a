package dev.evenkeel.balancer.peer;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Response;
import dev.evenkeel.balancer.testkit.Scene;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** nginx and its static files behind the balancer. */
@WithEngine
class NginxIT {
    /** What the image keeps in numbers.txt. */
    private static final String NUMBERS =
            IntStream.rangeClosed(1, 20_000).mapToObj(n -> n + "\n").collect(Collectors.joining());

    /** What the image keeps in large.txt, 22.5 MB. */
    private static final String LARGE = "The quick brown fox jumps over the lazy dog.\n".repeat(500_000);

    @RegisterExtension
    static final Peers peers = new Peers();

    private static Peer nginx;

    @RegisterExtension
    final Scene scene = new Scene();

    private Proxy proxy;

    @BeforeAll
    static void startNginx() {
        nginx = peers.nginx();
    }

    @BeforeEach
    void startProxy() {
        proxy = scene.proxy("pools.app.backends = [" + nginx.address() + "]");
    }

    @Test
    void aFileArrivesWhole() {
        assertThat(proxy.get("/numbers.txt")).hasStatus(200).hasBody(NUMBERS);
    }

    @Test
    void aLargeFileArrivesWhole() {
        Response response = proxy.get("/large.txt");

        assertThat(response).hasStatus(200);
        assertThat(response.body().equals(LARGE)).as("the file is the same").isTrue();
    }

    @Test
    void anEmptyFileIsAnEmptyBody() {
        assertThat(proxy.get("/empty.txt")).hasStatus(200).hasBody("").hasHeader("Content-Length", "0");
    }

    @Test
    void headTellsTheLengthAndLeavesTheConnectionInStep() {
        RawClient client = proxy.client();

        assertThat(client.request("HEAD", "/numbers.txt"))
                .hasStatus(200)
                .hasHeader("Content-Length", Integer.toString(NUMBERS.length()))
                .hasBody("");
        assertThat(client.get("/numbers.txt")).hasBody(NUMBERS);
    }

    @Test
    void aRangeIsAnsweredWithItsPart() {
        assertThat(proxy.get("/numbers.txt", "Range: bytes=2-9"))
                .hasStatus(206)
                .hasHeader("Content-Range", "bytes 2-9/" + NUMBERS.length())
                .hasBody(NUMBERS.substring(2, 10));
    }

    @Test
    void severalRangesArriveAsParts() {
        Response response = proxy.get("/numbers.txt", "Range: bytes=0-3,10-13");

        assertThat(response).hasStatus(206).hasBodyWith(NUMBERS.substring(0, 4)).hasBodyWith(NUMBERS.substring(10, 14));
        assertThat(response.header("Content-Type")).startsWith("multipart/byteranges; boundary=");
    }

    @Test
    void aRangeBeyondTheEndIsRefused() {
        assertThat(proxy.get("/numbers.txt", "Range: bytes=9999999-")).hasStatus(416);
    }

    @Test
    void anUnchangedFileIsNotSentAgainAndTheConnectionStaysInStep() {
        RawClient client = proxy.client();
        String tag = client.get("/numbers.txt").header("ETag");

        assertThat(client.get("/numbers.txt", "If-None-Match: " + tag))
                .hasStatus(304)
                .hasHeader("ETag", tag)
                .hasBody("");
        assertThat(client.get("/numbers.txt")).hasStatus(200).hasBody(NUMBERS);
    }

    @Test
    void whatIsCompressedOnTheFlyArrivesInChunks() throws IOException {
        Response response = proxy.get("/numbers.txt", "Accept-Encoding: gzip");

        assertThat(response).hasHeader("Content-Encoding", "gzip").hasHeader("Transfer-Encoding", "chunked");
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(response.bodyBytes()))) {
            assertThat(new String(plain.readAllBytes(), ISO_8859_1)).isEqualTo(NUMBERS);
        }
    }

    @Test
    void anUploadIsStoredAsItWasSent() {
        RawClient client = proxy.client();

        client.send(
                "PUT /upload/sized HTTP/1.1\r\nHost: example.com\r\nContent-Length: " + LARGE.length() + "\r\n\r\n");
        client.send(LARGE);

        assertThat(client.readResponseTo("PUT").status()).isIn(201, 204);
        assertThat(client.get("/upload/sized").body().equals(LARGE))
                .as("the file is the same")
                .isTrue();
    }

    @Test
    void aChunkedUploadIsStoredAsItWasSent() {
        RawClient client = proxy.client();

        client.send("PUT /upload/chunked HTTP/1.1\r\nHost: example.com\r\nTransfer-Encoding: chunked\r\n\r\n");
        client.send("6\r\none, t\r\n")
                .send("5;note=x\r\nwo, t\r\n")
                .send("4\r\nhree\r\n")
                .send("0\r\n\r\n");

        assertThat(client.readResponseTo("PUT").status()).isIn(201, 204);
        assertThat(client.get("/upload/chunked")).hasBody("one, two, three");
    }

    @Test
    void theServersContinueReachesAClientThatWaitsForIt() {
        RawClient client = proxy.client();

        client.send("PUT /upload/expected HTTP/1.1\r\nHost: example.com\r\nContent-Length: 5\r\n"
                + "Expect: 100-continue\r\n\r\n");
        assertThat(client.readHead()).hasStatus(100);
        client.send("hello");

        assertThat(client.readResponseTo("PUT").status()).isIn(201, 204);
        assertThat(client.get("/upload/expected")).hasBody("hello");
    }

    @Test
    void anUploadThatTheServerRefusesBeforeItsEndIsAnsweredAsTheServerSays() {
        RawClient client = proxy.client();

        client.send("POST /small-only HTTP/1.1\r\nHost: example.com\r\nContent-Length: 100000\r\n\r\n");

        assertThat(client.readResponseTo("POST")).hasStatus(413);
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        RawClient client = proxy.client();

        client.sendGet("/numbers.txt").sendGet("/nothing").sendGet("/empty.txt").sendGet("/moved");

        assertThat(client.readResponse()).hasStatus(200).hasBody(NUMBERS);
        assertThat(client.readResponse()).hasStatus(204);
        assertThat(client.readResponse()).hasStatus(200).hasBody("");
        assertThat(client.readResponse()).hasStatus(301);
    }

    @Test
    void theServerSeesTheClientsHostAndWhereTheRequestCameFrom() {
        assertThat(proxy.get("/seen?x=%20y", "Host: shop.example:8080", "Proxy: evil")
                        .body())
                .isEqualTo("GET /seen?x=%20y HTTP/1.1|shop.example:8080|1.1 evenkeel|127.0.0.1|http|");
    }

    @Test
    void requestsShareABackendConnection() {
        String first = proxy.get("/connection").body();

        assertThat(proxy.get("/connection")).hasBody(first);
    }

    @Test
    void withKeepAliveOffOnThePoolEachRequestHasAConnectionOfItsOwn() {
        Proxy closing = scene.proxy("pools.app { keep-alive = off, backends = [" + nginx.address() + "] }");
        RawClient client = closing.client();
        String first = client.get("/connection").body();

        assertThat(client.get("/connection").body()).isNotEqualTo(first);
    }

    @Test
    void withKeepAliveOffOnTheListenerOnlyTheClientsConnectionCloses() {
        Proxy closing = scene.proxy("listeners.web.keep-alive = off, pools.app.backends = [" + nginx.address() + "]");
        Response first = closing.get("/connection");

        assertThat(first).saysClose();
        assertThat(closing.get("/connection")).hasBody(first.body());
    }
}
