package dev.evenkeel.balancer.peer;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Scene;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Apache behind the balancer: keeps a connection for five seconds or twenty requests, whichever ends first. */
@WithEngine
class ApacheIT {
    @RegisterExtension
    static final Peers peers = new Peers();

    private static Peer apache;

    @RegisterExtension
    final Scene scene = new Scene();

    private Proxy proxy;

    @BeforeAll
    static void startApache() {
        apache = peers.apache();
    }

    @BeforeEach
    void startProxy() {
        proxy = scene.proxy("pools.app.backends = [" + apache.address() + "]");
    }

    @Test
    void aFileArrivesWhole() {
        assertThat(proxy.get("/numbers.txt"))
                .hasStatus(200)
                .hasBody(
                        IntStream.rangeClosed(1, 20_000).mapToObj(n -> n + "\n").collect(Collectors.joining()));
    }

    @Test
    void aChunkedBodyReachesAScriptWhoseAnswerComesInChunks() {
        RawClient client = proxy.client();

        client.send("POST /cgi-bin/echo HTTP/1.1\r\nHost: example.com\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");

        assertThat(client.readResponseTo("POST"))
                .hasStatus(200)
                .hasHeader("Transfer-Encoding", "chunked")
                .hasHeader("X-Method", "POST")
                .hasBody("hello world");
    }

    @Test
    void aServerThatClosesAfterTwentyRequestsIsNeverNoticed() {
        RawClient client = proxy.client();

        for (int request = 0; request < 100; request++) {
            assertThat(client.get("/")).hasStatus(200).keepsAlive();
            assertThat(client.post("/cgi-bin/echo", "body " + request))
                    .hasStatus(200)
                    .hasBody("body " + request);
        }
    }

    @Test
    void whatTheServerSaysOfItsConnectionIsNotToldToTheClient() {
        assertThat(proxy.client().get("/", "Connection: keep-alive"))
                .hasStatus(200)
                .hasNoHeader("Keep-Alive")
                .keepsAlive();
    }
}
