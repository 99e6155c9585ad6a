package dev.evenkeel.balancer.service.fixed;

import static dev.evenkeel.balancer.http1.ParsedHeads.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.ServiceConfig;
import dev.evenkeel.balancer.exchange.RecordingClient;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FixedServiceTest {
    private final RecordingClient client = new RecordingClient(request("GET /any HTTP/1.1", "Host: a.com"));

    @Test
    void everyoneGetsStatusFieldsAndBody() {
        serve(new ServiceConfig.Fixed("f", 418, "short\n", "text/plain", Map.of("Cache-Control", "no-store")));

        assertThat(client.head())
                .containsExactly(
                        "HTTP/1.1 418 I'm a teapot",
                        "Content-Type: text/plain",
                        "Cache-Control: no-store",
                        "Content-Length: 6");
        assertThat(client.body()).isEqualTo("short\n");
        assertThat(client.finished()).hasSize(1);
    }

    @Test
    void theBodyIsUtf8() {
        serve(new ServiceConfig.Fixed("f", 200, "grün", "text/plain; charset=utf-8", Map.of()));

        assertThat(client.head()).contains("Content-Length: 5");
        assertThat(client.body(UTF_8)).isEqualTo("grün");
    }

    @Test
    void aResponseWithoutABodyHasNoType() {
        serve(new ServiceConfig.Fixed("f", 404, "", "text/plain", Map.of()));

        assertThat(client.head()).containsExactly("HTTP/1.1 404 Not Found", "Content-Length: 0");
    }

    @Test
    void aResponseThatNeverHasABodyTellsNoLength() {
        serve(new ServiceConfig.Fixed("f", 204, "", "text/plain", Map.of()));

        assertThat(client.head()).containsExactly("HTTP/1.1 204 No Content");
        assertThat(client.ended()).isTrue();
    }

    private void serve(ServiceConfig.Fixed config) {
        new FixedService(config).serve(client.exchange());
    }
}
