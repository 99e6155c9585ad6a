package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Gate;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Scene;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A slow reader holds back its writer, whichever side it is on, at the cost of a bounded number of
 * bytes: our buffers, and what the kernel holds in its own.
 */
class BackPressureTest {

    /** What the kernel may hold on both hops, found generous on loopback, and our own buffers. */
    private static final long BOUND = 32 << 20;

    private static final Duration QUIET = Duration.ofMillis(300);

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void aClientThatDoesNotReadStopsTheBackend() {
        Origin origin = scene.origin().answering(Answers.endless());
        scene.proxyTo(origin).slowReader().sendGet("/");

        assertThat(origin.awaitConnection(1).awaitBlocked(QUIET)).isLessThan(BOUND);
    }

    @Test
    void aClientThatReadsAgainGetsAllOfIt() {
        byte[] body = new byte[64 << 20];
        Origin origin = scene.origin()
                .answering((request, to) -> to.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n")
                        .send(body));
        RawClient client = scene.proxyTo(origin).slowReader().sendGet("/");
        assertThat(origin.awaitConnection(1).awaitBlocked(QUIET)).isLessThan(BOUND);

        assertThat(client.readResponse().bodyBytes()).hasSize(body.length);
    }

    @Test
    void aClientThatDoesNotReadHoldsUpNobodyElse() {
        Origin origin = scene.origin().answering(Answers.endless(), Answers.ok("quick"));
        Proxy proxy = scene.proxyTo(origin);
        proxy.slowReader().sendGet("/endless");
        origin.awaitConnection(1).awaitBlocked(QUIET);

        assertThat(proxy.get("/quick")).hasBody("quick");
    }

    @Test
    void aBackendThatDoesNotReadStopsTheClient() {
        Gate gate = scene.gate();
        Origin origin = scene.origin().withReceiveBuffer(4096).playing(with -> {
            with.readHead();
            gate.await();
        });
        RawClient client = scene.proxyTo(origin).client();
        uploadInBackground(client, 1L << 50);

        await().until(() -> client.isBlockedFor(QUIET));
        assertThat(client.bytesSent()).isLessThan(BOUND);
    }

    @Test
    void aBackendThatReadsAgainGetsAllOfIt() {
        int size = 32 << 20;
        Gate gate = scene.gate();
        Origin origin = scene.origin().withReceiveBuffer(4096).playing(with -> {
            var head = with.readHead();
            gate.await();
            if (head != null) {
                with.readBody(head);
                with.respond(200, "" + head.bodyBytes().length);
            }
        });
        RawClient client = scene.proxyTo(origin).client();
        uploadInBackground(client, size);
        await().until(() -> client.isBlockedFor(QUIET));

        gate.open();

        assertThat(client.readResponse()).hasStatus(200).hasBody("" + size);
    }

    /** Sends a POST of {@code size} bytes, or as much of it as the connection lives to see. */
    private static void uploadInBackground(RawClient client, long size) {
        client.send("POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: " + size + "\r\n\r\n");
        Thread thread = new Thread(() -> {
            byte[] piece = new byte[1 << 16];
            try {
                for (long left = size; left > 0; left -= piece.length) {
                    client.send(piece);
                }
            } catch (UncheckedIOException e) {
                // the test is over
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void aClientThatPipelinesWithoutReadingIsStopped() {
        Origin origin = scene.origin().silent();
        RawClient client = scene.proxyTo(origin).client();
        String requests = "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n".repeat(1000);
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    client.send(requests);
                }
            } catch (UncheckedIOException e) {
                // the test is over
            }
        });
        thread.setDaemon(true);
        thread.start();

        await().until(() -> client.isBlockedFor(QUIET));
        assertThat(client.bytesSent()).isLessThan(BOUND);
        assertThat(origin.requests()).hasSize(1);
    }
}
