package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.testkit.Conversation;
import dev.evenkeel.balancer.testkit.CutShort;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.RecordedRequest;
import dev.evenkeel.balancer.testkit.Scene;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Well-formed messages, spoilt at random. The other side's strict reader is the judge: what gets
 * through must be well formed, and the next exchange must not feel it. A seed repeats its run.
 */
class FuzzTest {

    private static final int ROUNDS = 300;

    private static final List<String> REQUESTS = List.of(
            "GET /a?b=c HTTP/1.1\r\nHost: example.com\r\nAccept: */*\r\nConnection: keep-alive\r\n\r\n",
            "POST /a HTTP/1.1\r\nHost: example.com\r\nContent-Length: 11\r\nX: y\r\n\r\nhello world",
            "POST /a HTTP/1.1\r\nHost: example.com\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nX-Sum: 1\r\n\r\n",
            "GET http://example.com:80/a HTTP/1.1\r\nHost: example.com\r\nTE: trailers\r\n\r\n",
            "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
            "OPTIONS * HTTP/1.0\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab");

    private static final List<String> RESPONSES = List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nX-Sum: 1\r\n\r\n",
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab",
            "HTTP/1.1 204 No Content\r\nX: y\r\nConnection: X\r\n\r\n",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\nETag: \"x\"\r\n\r\n",
            "HTTP/1.0 200 OK\r\nKeep-Alive: timeout=5\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nab");

    private static final List<String> SPOILERS = List.of(
            "\r\n",
            "\n",
            "\r",
            " ",
            "\t",
            "\0",
            ":",
            ";",
            ",",
            "0",
            "-",
            "+",
            "\u00ff",
            "chunked",
            "Content-Length: 3\r\n",
            "Transfer-Encoding: chunked\r\n",
            "\r\n\r\n",
            "HTTP/1.1 200 OK\r\n",
            "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n",
            "%00",
            "7fffffff");

    @RegisterExtension
    final Scene scene = new Scene();

    private static <T> T any(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    /** One to three changes: something put in, left out, written over or said twice. */
    private static String spoilt(String message, Random random) {
        StringBuilder text = new StringBuilder(message);
        for (int left = 1 + random.nextInt(3); left > 0 && !text.isEmpty(); left--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + 1 + random.nextInt(4));
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, any(SPOILERS, random));
                case 1 -> text.delete(at, end);
                case 2 -> text.replace(at, end, any(SPOILERS, random));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 40)));
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverIsRequestedTheBackendGetsWellFormedRequests(long seed) {
        Random random = new Random(seed);
        Origin origin = scene.origin();
        Proxy proxy = scene.proxyTo(origin);
        for (int i = 0; i < ROUNDS; i++) {
            String request = spoilt(any(REQUESTS, random), random);
            try (RawClient client = proxy.client()) {
                client.send(request).halfClose().readToEnd();
            }
            assertThat(origin.complaints())
                    .as("seed %d, round %d: %s", seed, i, request)
                    .isEmpty();
        }
        assertThat(proxy.get("/after")).hasStatus(200).hasBody("origin");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverIsAnsweredTheClientGetsWellFormedResponses(long seed) {
        Random random = new Random(seed);
        Origin origin = scene.origin().playing(with -> spoilEveryOther(with, random));
        Proxy proxy = scene.proxyTo(origin);
        for (int i = 0; i < ROUNDS; i++) {
            try (RawClient client = proxy.client()) {
                readWhateverComes(client.sendGet("/spoilt/" + i, "Connection: close"));
            }
            assertThat(proxy.get("/whole/" + i))
                    .as("seed %d, round %d", seed, i)
                    .hasBody("/whole/" + i);
        }
    }

    /** A response that is well formed or cut short; the reader fails on anything else. */
    private static void readWhateverComes(RawClient client) {
        try {
            client.readResponse();
        } catch (CutShort whatSpoiltResponsesBecome) {
            return;
        }
    }

    private static void spoilEveryOther(Conversation with, Random random) {
        for (RecordedRequest request = with.readRequest(); request != null; request = with.readRequest()) {
            if (request.path().startsWith("/whole/")) {
                with.respond(200, request.path());
            } else {
                with.send(spoilt(any(RESPONSES, random), random));
                if (random.nextBoolean()) {
                    return;
                }
                with.halfClose();
            }
        }
    }
}
