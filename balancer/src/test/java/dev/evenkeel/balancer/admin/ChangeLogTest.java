package dev.evenkeel.balancer.admin;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Gate;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Scene;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** What was changed while the daemon runs stands in its log. */
final class ChangeLogTest {
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("dev.evenkeel.balancer.control");

    @RegisterExtension
    final Scene scene = new Scene();

    private final Lines lines = new Lines();

    /** Of all daemons that run in this process. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        final Queue<String> messages = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            messages.add(event.getLevel() + " " + event.getFormattedMessage());
        }

        List<String> of(Origin origin) {
            return messages.stream()
                    .filter(message -> message.contains(origin.endpoint()))
                    .toList();
        }
    }

    @BeforeEach
    void listen() {
        lines.start();
        LOGGER.setLevel(Level.INFO);
        LOGGER.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        LOGGER.detachAppender(lines);
        LOGGER.setLevel(null);
    }

    private Proxy proxy(Origin... origins) {
        return scene.proxyTo("admin.bind = \"127.0.0.1:0\"\npools.app.policy = first\n", origins);
    }

    private static String path(Origin origin) {
        return "/v1/pools/app/backends/" + origin.endpoint();
    }

    @Test
    void aDrainThatWasCancelledIsNotSaidToBeDone() {
        Gate gate = scene.gate();
        Origin one = scene.origin("one").answering(Answers.ok("late").after(gate));
        Proxy proxy = proxy(one);
        RawClient client = proxy.client().sendGet("/");
        one.awaitRequest(1);

        proxy.admin("PATCH", path(one), "{\"state\": \"draining\"}");
        proxy.admin("PATCH", path(one), "{\"state\": \"ready\"}");

        await().until(() -> lines.of(one).stream().anyMatch(line -> line.contains("is over, cancelled after ")));
        gate.open();
        assertThat(client.readResponse()).hasStatus(200);
    }

    @Test
    void aLiveChangeIsOneLine() {
        Origin one = scene.origin("one");
        Origin two = scene.origin("two");
        Proxy proxy = proxy(one);

        proxy.admin("POST", "/v1/pools/app/backends", "{\"address\": \"" + two.endpoint() + "\", \"weight\": 2}");
        proxy.admin("PATCH", path(one), "{\"weight\": 3}");
        proxy.admin("DELETE", "/v1/config/overlay/pools/app/backends/" + one.endpoint(), "");

        assertThat(lines.of(two))
                .containsExactly("INFO A backend was added live, pools.app, backend " + two.endpoint() + ": address = "
                        + two.endpoint() + ", weight = 2.");
        assertThat(lines.of(one))
                .containsExactly(
                        "INFO Live change of pools.app, backend " + one.endpoint() + ": weight = 3.",
                        "INFO What was changed live of pools.app, backend " + one.endpoint()
                                + " is as in the file again.");
    }

    @Test
    void anAddedBackendOfWhichTheChangeIsDroppedIsDrainedAndSaidToBeRemoved() {
        Gate gate = scene.gate();
        Origin added = scene.origin("added").answering(Answers.ok("late").after(gate));
        Proxy proxy = proxy();
        proxy.admin("POST", "/v1/pools/app/backends", "{\"address\": \"" + added.endpoint() + "\"}");
        RawClient client = proxy.client().sendGet("/");
        added.awaitRequest(1);

        proxy.admin("DELETE", "/v1/config/overlay/pools/app/backends/" + added.endpoint(), "");

        assertThat(proxy.daemon().pool("app").snapshot().backends()).isEmpty();
        gate.open();
        assertThat(client.readResponse()).hasStatus(200);
        await().until(() -> lines.of(added).stream().anyMatch(line -> line.contains("is over, finished after ")));
        assertThat(lines.of(added))
                .contains("INFO What was changed live of pools.app, backend " + added.endpoint()
                        + " is dropped: it is removed, for it is not in the file.");
    }
}
