package dev.evenkeel.balancer.telemetry;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The access log of a running daemon. */
final class AccessLogSceneTest {
    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("access.log");
    }

    private String logging() {
        return "access-log.file = \"" + file + "\"\n";
    }

    private List<JsonNode> linesAfter(Proxy proxy) {
        proxy.daemon().close();
        try {
            List<JsonNode> lines = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                lines.add(new ObjectMapper().readTree(line));
            }
            return lines;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void hasOneLineForEachRequestOfAConnection() {
        Origin origin = scene.origin();
        Proxy proxy = scene.proxyTo(logging(), origin);
        RawClient client = proxy.client();
        client.get("/one");
        client.post("/two", "body");

        List<JsonNode> lines = linesAfter(proxy);

        assertThat(lines).extracting(line -> line.get("target").asText()).containsExactly("/one", "/two");
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.get("backend").asText()).isEqualTo(origin.endpoint());
            assertThat(line.get("service").asText()).isEqualTo("app");
            assertThat(line.get("client").asText()).isEqualTo("127.0.0.1");
            assertThat(line.get("attempts").asInt()).isEqualTo(1);
            assertThat(line.get("first_byte_us").asLong())
                    .isLessThanOrEqualTo(line.get("total_us").asLong());
        });
    }

    @Test
    void countsTheBytesThatPassedTheClientsSocket() {
        Proxy proxy = scene.proxyTo(logging(), scene.origin());
        RawClient client = proxy.client();
        client.get("/");
        client.post("/", "body");
        long sent = client.bytesSent();
        long received = client.bytesReceived();

        List<JsonNode> lines = linesAfter(proxy);

        assertThat(lines.stream()
                        .mapToLong(line -> line.get("bytes_received").asLong())
                        .sum())
                .isEqualTo(sent);
        assertThat(lines.stream()
                        .mapToLong(line -> line.get("bytes_sent").asLong())
                        .sum())
                .isEqualTo(received);
    }

    @Test
    void hasTheIdThatTheBackendSaw() {
        Origin origin = scene.origin();
        Proxy proxy = scene.proxyTo(logging(), origin);
        proxy.get("/");
        String id = origin.awaitRequest(1).header("X-Request-Id");

        assertThat(linesAfter(proxy))
                .singleElement()
                .satisfies(line -> assertThat(line.get("request_id").asText()).isEqualTo(id));
    }

    @Test
    void tellsWhichBackendFailedAndWhy() {
        Proxy proxy = scene.proxy(logging() + "pools.app.backends = [" + scene.refusingAddress() + "]");
        proxy.get("/");

        assertThat(linesAfter(proxy)).singleElement().satisfies(line -> {
            assertThat(line.get("status").asInt()).isEqualTo(502);
            assertThat(line.get("outcome").asText()).isEqualTo("connect_failed");
            assertThat(line.get("reason").asText()).isNotEmpty();
            assertThat(line.has("first_byte_us")).isFalse();
        });
    }

    @Test
    void saysThatAClientLeft() {
        Origin origin = scene.origin().silent();
        Proxy proxy = scene.proxyTo(logging(), origin);
        try (RawClient client = proxy.client().sendGet("/")) {
            origin.awaitHead(1);
            client.reset();
        }

        assertThat(linesAfter(proxy)).singleElement().satisfies(line -> {
            assertThat(line.get("outcome").asText()).isEqualTo("client_gone");
            assertThat(line.has("status")).isFalse();
        });
    }

    @Test
    void namesTheClientThatATrustedSenderSpeaksFor() {
        Proxy proxy =
                scene.proxyTo(logging() + "listeners.web.forwarded.trusted = [ \"127.0.0.0/8\" ]", scene.origin());
        proxy.get("/", "X-Forwarded-For: 203.0.113.5, 198.51.100.2");

        assertThat(linesAfter(proxy)).singleElement().satisfies(line -> {
            assertThat(line.get("client").asText()).isEqualTo("127.0.0.1");
            assertThat(line.get("forwarded_for").asText()).isEqualTo("203.0.113.5, 198.51.100.2");
        });
    }

    @Test
    void takesNoClientFromASenderWhoIsNotTrusted() {
        Proxy proxy = scene.proxyTo(logging(), scene.origin());
        proxy.get("/", "X-Forwarded-For: 203.0.113.5");

        assertThat(linesAfter(proxy))
                .singleElement()
                .satisfies(line -> assertThat(line.has("forwarded_for")).isFalse());
    }
}
