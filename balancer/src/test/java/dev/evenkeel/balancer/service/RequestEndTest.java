package dev.evenkeel.balancer.service;

import static dev.evenkeel.balancer.http1.ParsedHeads.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.RecordingClient;
import dev.evenkeel.balancer.message.ClientFailure;
import dev.evenkeel.balancer.message.ClientStream;
import dev.evenkeel.balancer.message.ResponseHead;
import org.junit.jupiter.api.Test;

final class RequestEndTest {
    private static final int MEBIBYTE = 1024 * 1024;

    private int answers;

    @Test
    void aRequestWithoutABodyIsAnsweredAtOnce() {
        await(new RecordingClient(request("GET / HTTP/1.1", "Host: a")));

        assertThat(answers).isEqualTo(1);
    }

    @Test
    void aRequestWithABodyIsAnsweredWhenItIsWhole() {
        var client = new RecordingClient(request("POST / HTTP/1.1", "Host: a")).withBody(4);
        await(client);
        client.send("body");
        assertThat(answers).isZero();

        client.endRequest();

        assertThat(answers).isEqualTo(1);
        assertThat(client.closesAfterResponse()).isFalse();
    }

    @Test
    void aClientThatAsksFirstIsAnsweredInsteadOfBeingAsked() {
        var client = new RecordingClient(request("POST / HTTP/1.1", "Host: a", "Expect: 100-continue")).withBody(4);
        await(client);

        assertThat(answers).isEqualTo(1);
        assertThat(client.closesAfterResponse()).isTrue();
    }

    @Test
    void aLargeBodyIsNotWaitedFor() {
        var client = new RecordingClient(request("POST / HTTP/1.1", "Host: a")).withBody(MEBIBYTE + 1);
        await(client);

        assertThat(answers).isEqualTo(1);
        assertThat(client.closesAfterResponse()).isTrue();
    }

    @Test
    void aBodyOfUnknownLengthIsWaitedForUntilItIsLarge() {
        var client = new RecordingClient(request("POST / HTTP/1.1", "Host: a")).withBody(ClientStream.UNKNOWN);
        await(client);
        client.send("a".repeat(MEBIBYTE));
        assertThat(answers).isZero();

        client.send("a");
        client.send("a");

        assertThat(answers).isEqualTo(1);
        assertThat(client.closesAfterResponse()).isTrue();
    }

    @Test
    void aRequestThatDoesNotBecomeWholeIsNotAnswered() {
        var client = new RecordingClient(request("POST / HTTP/1.1", "Host: a")).withBody(4);
        await(client);

        client.fail(ClientFailure.GONE);

        assertThat(answers).isZero();
        assertThat(client.finished()).hasSize(1);
    }

    private void await(RecordingClient client) {
        Exchange exchange = client.exchange();
        RequestEnd.await(exchange, () -> {
            answers++;
            exchange.respond(new ResponseHead().begin(200, "OK"), new byte[0]);
        });
    }
}
