package dev.evenkeel.balancer.http1;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.testkit.Answer;
import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Gate;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Scene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Some backends answer HEAD with the body of GET, and the head alone does not tell which. */
class ConnectionAfterHeadTest {
    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void aBodyThatFollowsTheHeadLateAnswersNobodysRequest() {
        Gate nextRequestSent = scene.gate();
        Answer headThenBody = (request, to) -> {
            to.send("HTTP/1.1 200 OK\r\nContent-Length: 38\r\n\r\n");
            nextRequestSent.await();
            to.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        };
        Origin origin = scene.origin().answering(headThenBody, Answers.ok("good"));
        RawClient client = scene.proxyTo(origin).client();

        assertThat(client.request("HEAD", "/")).hasStatus(200);
        client.sendGet("/");
        nextRequestSent.open();

        assertThat(client.readResponse()).hasStatus(200).hasBody("good");
        assertThat(origin.awaitRequest(2).connection()).isEqualTo(2);
    }
}
