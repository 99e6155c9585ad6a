package dev.evenkeel.balancer.service.demo;

import static dev.evenkeel.balancer.http1.ParsedHeads.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.config.ServiceConfig;
import dev.evenkeel.balancer.exchange.RecordingClient;
import dev.evenkeel.balancer.message.ClientFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DemoServiceTest {
    private static final Duration OUTAGE = Duration.ofSeconds(3);

    private final List<Duration> outages = new ArrayList<>();
    private final DemoService service = demo(Duration.ZERO);

    @Test
    void itTellsItsNameAndWhatItSaw() {
        var client = client("GET /path?query HTTP/1.1", "Host: a.com", "X-Forwarded-For: 192.0.2.7")
                .after(2);
        service.serve(client.exchange());

        assertThat(client.body()).isEqualTo("""
                        alpha

                        connection 1, request 3

                        GET /path?query
                        Host: a.com
                        X-Forwarded-For: 192.0.2.7
                        """);
        assertThat(client.head()).element(0).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void itCountsConnections() {
        var first = client("GET / HTTP/1.1", "Host: a.com");
        var second = client("GET / HTTP/1.1", "Host: a.com");
        service.serve(first.exchange());
        service.serve(second.exchange());
        service.serve(first.after(1).exchange());

        assertThat(first.body()).contains("connection 1, request 1").contains("connection 1, request 2");
        assertThat(second.body()).contains("connection 2, request 1");
    }

    @Test
    void itAnswersAfterItsDelay() {
        var client = client("GET / HTTP/1.1", "Host: a.com");
        demo(Duration.ofMillis(20)).serve(client.exchange());
        assertThat(client.ended()).isFalse();

        await().atMost(Duration.ofSeconds(5)).until(() -> {
            client.runTasks();
            return client.ended();
        });
    }

    @Test
    void itDoesNotAnswerAClientThatLeftMeanwhile() {
        var client = client("GET / HTTP/1.1", "Host: a.com");
        demo(Duration.ofNanos(1)).serve(client.exchange());

        client.fail(ClientFailure.GONE);
        client.runTasks();

        assertThat(client.ended()).isFalse();
    }

    @Test
    void itGoesDownWhenItsLastAnswerIsOnItsWay() {
        var client = client("GET /down HTTP/1.1", "Host: a.com");
        service.serve(client.exchange());

        assertThat(client.body()).isEqualTo("alpha goes down for 3000 ms\n");
        assertThat(client.closesAfterResponse()).isTrue();
        assertThat(outages).isEmpty();

        client.runTasks();

        assertThat(outages).containsExactly(OUTAGE);
    }

    private static RecordingClient client(String... head) {
        return new RecordingClient(request(head));
    }

    private DemoService demo(Duration delay) {
        return new DemoService(new ServiceConfig.Demo("one", "alpha", delay, OUTAGE), outages::add);
    }
}
