package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.testkit.Conversation;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.RecordedRequest;
import dev.evenkeel.balancer.testkit.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Traffic with bodies, framings and pieces drawn from a seed: whatever is drawn, nobody gets what is another's. */
class RandomTrafficTest {

    private static final int REQUESTS = 40;

    @RegisterExtension
    final Scene scene = new Scene();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everyResponseBelongsToItsRequest(long seed) throws Exception {
        Random random = new Random(seed);
        Origin origin = scene.origin().playing(RandomTrafficTest::echoInRandomFraming);
        RawClient client = scene.proxyTo(origin).client();
        List<String> bodies = new ArrayList<>();
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < REQUESTS; i++) {
            String body = randomBody(random);
            bodies.add(body);
            requests.append(request("/" + i + "?" + random.nextInt(), body, random));
        }

        Thread sender = new Thread(() -> sendInPieces(client, requests.toString(), random));
        sender.start();

        for (int i = 0; i < REQUESTS; i++) {
            assertThat(client.readResponse().body()).as("response " + i).isEqualTo("/" + i + "\n" + bodies.get(i));
        }
        sender.join();
    }

    private static String randomBody(Random random) {
        int length = random.nextInt(4) == 0 ? random.nextInt(200_000) : random.nextInt(300);
        return random.ints(length, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String request(String target, String body, Random random) {
        String head =
                "PUT " + target + " HTTP/1.1\r\nHost: example.com\r\nX: " + "y".repeat(random.nextInt(500)) + "\r\n";
        return random.nextBoolean()
                ? head + "Content-Length: " + body.length() + "\r\n\r\n" + body
                : head + "Transfer-Encoding: chunked\r\n\r\n" + chunked(body, random);
    }

    private static String chunked(String body, Random random) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < body.length()) {
            int size = Math.min(body.length() - at, 1 + random.nextInt(20_000));
            text.append(Integer.toHexString(size)).append("\r\n");
            text.append(body, at, at + size).append("\r\n");
            at += size;
        }
        return text.append("0\r\n\r\n").toString();
    }

    private static void sendInPieces(RawClient client, String text, Random random) {
        int at = 0;
        while (at < text.length()) {
            int size = Math.min(text.length() - at, 1 + random.nextInt(random.nextBoolean() ? 20 : 30_000));
            client.send(text.substring(at, at + size));
            at += size;
        }
    }

    /** Sends back path and body, framed as the query says: by length, in chunks or by the end. */
    private static void echoInRandomFraming(Conversation with) {
        for (RecordedRequest request = with.readRequest(); request != null; request = with.readRequest()) {
            String body = request.path() + "\n" + request.body();
            Random random = new Random(request.target().hashCode());
            int framing = random.nextInt(8);
            if (framing == 0) {
                with.send("HTTP/1.1 200 OK\r\n\r\n" + body);
                return;
            } else if (framing < 4) {
                with.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                with.send(chunked(body, random));
            } else {
                with.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n");
                with.send(body);
            }
        }
    }

    @Test
    void clientsAtTheSameTimeOnSeveralLoopsGetTheirOwn() throws Exception {
        Origin a = scene.origin("a").playing(RandomTrafficTest::echoInRandomFraming);
        Origin b = scene.origin("b").playing(RandomTrafficTest::echoInRandomFraming);
        Proxy proxy = scene.proxyTo("runtime.threads = 2\n", a, b);
        assertAllServed(proxy);
    }

    @Test
    void backendsThatCloseAtRandomCostNoClientAnything() throws Exception {
        Origin a = scene.origin("a").playing(with -> echoAndCloseAtRandom(with, new Random(with.number())));
        Origin b = scene.origin("b").playing(with -> echoAndCloseAtRandom(with, new Random(-with.number())));
        Proxy proxy = scene.proxyTo("""
                runtime.threads = 2
                pools.app.retry { attempts = 10, budget { share = 100%, minimum = 1000 } }
                """, a, b);
        assertAllServed(proxy);
    }

    private static void echoAndCloseAtRandom(Conversation with, Random random) {
        for (RecordedRequest request = with.readRequest(); request != null; request = with.readRequest()) {
            with.respond(200, request.path() + "\n" + request.body());
            if (random.nextInt(3) == 0) {
                return;
            }
        }
    }

    private static void assertAllServed(Proxy proxy) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String name = "/" + i;
                RawClient client = proxy.client();
                all.add(threads.submit(() -> {
                    for (int j = 0; j < 100; j++) {
                        assertThat(client.get(name + "-" + j).body()).isEqualTo(name + "-" + j + "\n");
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
