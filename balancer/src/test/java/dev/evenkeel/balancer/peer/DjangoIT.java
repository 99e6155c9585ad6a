package dev.evenkeel.balancer.peer;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.peer.Peers.Worker;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Response;
import dev.evenkeel.balancer.testkit.Scene;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A Django application behind the balancer, under each kind of gunicorn's workers. */
@WithEngine
@ParameterizedClass
@EnumSource(Worker.class)
class DjangoIT {
    @RegisterExtension
    static final Peers peers = new Peers();

    private static final Map<Worker, Peer> BY_WORKER = new EnumMap<>(Worker.class);

    @RegisterExtension
    final Scene scene = new Scene();

    private final Peer django;
    private final Worker worker;

    DjangoIT(Worker worker) {
        this.worker = worker;
        django = BY_WORKER.computeIfAbsent(worker, kind -> peers.django("one", kind));
    }

    private Proxy proxy() {
        return scene.proxy("pools.app.backends = [" + django.address() + "]");
    }

    @Test
    void aPageArrives() {
        assertThat(proxy().get("/")).hasStatus(200).hasBody("one");
    }

    @Test
    void headHasTheFieldsOfGetAndNoBody() {
        RawClient client = proxy().client();

        assertThat(client.request("HEAD", "/"))
                .hasStatus(200)
                .hasHeader("Content-Length", "3")
                .hasBody("");
        assertThat(client.get("/")).hasBody("one");
    }

    @Test
    void aPostedBodyReachesTheApplication() {
        String body = "a=1&b=2&".repeat(10_000);

        assertThat(proxy().post("/echo", body, "Content-Type: application/x-www-form-urlencoded"))
                .hasStatus(200)
                .hasHeader("X-Method", "POST")
                .hasBody(body);
    }

    @Test
    void theApplicationsContinueReachesAClientThatWaitsForIt() {
        RawClient client = proxy().client();

        client.send("POST /echo HTTP/1.1\r\nHost: example.com\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        assertThat(client.readHead()).hasStatus(100);
        client.send("hello");

        assertThat(client.readResponseTo("POST")).hasStatus(200).hasBody("hello");
    }

    @Test
    void anUploadedFileReachesTheApplicationWhole() {
        String file = "0123456789abcdef".repeat(256 * 1024);
        String form = "--edge\r\nContent-Disposition: form-data; name=\"report\"; filename=\"r.txt\"\r\n"
                + "Content-Type: text/plain\r\n\r\n" + file + "\r\n--edge--\r\n";

        assertThat(proxy().post("/upload", form, "Content-Type: multipart/form-data; boundary=edge"))
                .hasStatus(200)
                .hasBody("{\"report\": {\"length\": 4194304, \"sha256\": \"" + sha256(file) + "\"}}");
    }

    @Test
    void aDownloadArrivesWhole() {
        byte[] expected = new byte[20_000_000];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (byte) i;
        }

        assertThat(proxy().get("/download?bytes=20000000").bodyBytes()).isEqualTo(expected);
    }

    @Test
    void cookiesKeepASessionAcrossInstances() {
        Proxy proxy = scene.proxy("pools.app.backends = "
                + Peers.addresses(django, peers.django("two", worker), peers.django("three", worker)));
        RawClient client = proxy.client();
        Set<String> names = new HashSet<>();
        String cookie = "";

        for (int visit = 1; visit <= 3; visit++) {
            Response response = client.get("/visits", "Cookie: " + cookie);
            assertThat(response).hasBody(Integer.toString(visit));
            assertThat(response.fields().all("Set-Cookie")).hasSize(2);
            cookie = response.fields().all("Set-Cookie").stream()
                    .filter(set -> set.startsWith("sessionid="))
                    .findFirst()
                    .orElseThrow();
            names.add(client.get("/").body());
        }
        assertThat(names).as("instances that served the session").hasSizeGreaterThan(1);
    }

    @Test
    void whatTheApplicationStreamsArrivesAsItIsWritten() {
        RawClient client = proxy().client();

        client.sendGet("/stream?lines=3&pause=0.3");
        assertThat(client.readHead()).hasStatus(200).hasHeader("Transfer-Encoding", "chunked");
        assertThat(client.readBytes(10)).isEqualTo("7\r\nline 0\n");
        long first = System.nanoTime();
        assertThat(client.readBytes(31)).isEqualTo("\r\n7\r\nline 1\n\r\n7\r\nline 2\n\r\n0\r\n\r\n");

        assertThat(Duration.ofNanos(System.nanoTime() - first)).isGreaterThan(Duration.ofMillis(400));
    }

    @Test
    void anOldClientGetsAStreamThatEndsWithItsConnection() {
        RawClient client = proxy().client();

        client.send("GET /stream?lines=2 HTTP/1.0\r\nHost: example.com\r\n\r\n");

        assertThat(client.readToEnd()).doesNotContainIgnoringCase("chunked").endsWith("\r\n\r\nline 0\nline 1\n");
    }

    @Test
    void aSlowAnswerIsWaitedFor() {
        assertThat(proxy().get("/slow?seconds=1")).hasStatus(200).hasBody("done");
    }

    @Test
    void anAnswerThatIsTooSlowIsAGatewayTimeout() {
        Proxy impatient = scene.proxy(
                "pools.app { timeouts.first-byte = 300ms, retry.attempts = 1, backends = [" + django.address() + "] }");

        assertThat(impatient.get("/slow?seconds=1")).hasStatus(504);
    }

    @Test
    void aRedirectIsLeftToTheClient() {
        assertThat(proxy().get("/old")).hasStatus(302).hasHeader("Location", "/page");
    }

    @Test
    void anUnchangedPageIsNotSentAgainAndTheConnectionStaysInStep() {
        RawClient client = proxy().client();

        assertThat(client.get("/page", "If-None-Match: \"page-1\""))
                .hasStatus(304)
                .hasBody("");
        assertThat(client.get("/page")).hasStatus(200).hasBodyWith("<p>A page.");
    }

    @Test
    void theApplicationSeesTheClientsHostAndWhereTheRequestCameFrom() {
        Response seen = proxy().get("/fields", "Host: shop.example", "X-Forwarded-For: 6.6.6.6", "Proxy: evil");

        assertThat(seen)
                .hasBodyWith("\"Host\": \"shop.example\"")
                .hasBodyWith("\"X-Forwarded-For\": \"127.0.0.1\"")
                .hasBodyWith("\"X-Forwarded-Proto\": \"http\"");
        assertThat(seen.body()).doesNotContain("evil", "6.6.6.6");
    }

    @Test
    void anApplicationOnAUnixSocketIsServedToo(@TempDir Path folder) {
        Proxy proxy = scene.proxy("pools.app.backends = [" + peers.djangoOnUnixSocket("unix", worker, folder) + "]");
        RawClient client = proxy.client();

        assertThat(client.get("/")).hasBody("unix");
        assertThat(client.post("/echo", "hello")).hasBody("hello");
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.ISO_8859_1));
            return String.format("%064x", new BigInteger(1, digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
