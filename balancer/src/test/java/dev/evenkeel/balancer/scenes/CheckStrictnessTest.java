package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.Scene;
import dev.evenkeel.health.Condition;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A check takes those responses for good that clients may get, and no others. */
class CheckStrictnessTest {

    private static final String CHECKS =
            "pools.app.health { http { expect-body = hello }, interval = 20ms, timeout = 20s }\n";
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String HELLO = "Content-Length: 5\r\n\r\nhello";

    @RegisterExtension
    final Scene scene = new Scene();

    private Proxy proxy(String response) {
        return scene.proxyTo(CHECKS, scene.origin().answering(Answers.raw(response)));
    }

    private static void awaitCondition(Proxy proxy, Condition condition) {
        await().until(() -> proxy.daemon()
                        .pool("app")
                        .snapshot()
                        .backends()
                        .get(0)
                        .health()
                        .status()
                        .condition()
                == condition);
    }

    @ParameterizedTest
    @MethodSource("dev.evenkeel.balancer.scenes.ResponseStrictnessTest#malformed")
    void aBackendWhoseResponsesAreMalformedIsDown(String response) {
        awaitCondition(proxy(response), Condition.DOWN);
    }

    static Stream<Arguments> odd() {
        return Stream.of(
                argumentSet("version 1.2", "HTTP/1.2 200 OK\r\n" + HELLO),
                argumentSet("blanks behind the sizes of chunks", CHUNKED + "5 \r\nhello\r\n0\t \r\n\r\n"),
                argumentSet("blanks before an extension", CHUNKED + "5 ;ext=1\r\nhello\r\n0 ;last\r\n\r\n"),
                argumentSet("no reason", "HTTP/1.1 200\r\n" + HELLO),
                argumentSet("bytes beyond ASCII", "HTTP/1.1 200 \u00e4\r\nA: \u00ff\tb\r\n" + HELLO),
                argumentSet("long status line", "HTTP/1.1 200 " + "x".repeat(8000) + "\r\n" + HELLO),
                argumentSet(
                        "long fields", "HTTP/1.1 200 OK\r\n" + ("A: " + "x".repeat(60_000) + "\r\n").repeat(2) + HELLO),
                argumentSet("many fields", "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(255) + HELLO),
                argumentSet(
                        "many interim responses",
                        "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(64) + "HTTP/1.1 200 OK\r\n" + HELLO));
    }

    @ParameterizedTest
    @MethodSource("odd")
    void aBackendWhoseResponsesAreOddButClearIsUpAndServes(String response) {
        Proxy proxy = proxy(response);

        awaitCondition(proxy, Condition.UP);

        assertThat(proxy.get("/")).hasStatus(200).hasBody("hello");
    }
}
