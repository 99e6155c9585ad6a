package dev.evenkeel.balancer.service.proxy;

import static dev.evenkeel.balancer.http1.ParsedHeads.request;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.ConfigLoader;
import dev.evenkeel.balancer.config.PoolConfig;
import dev.evenkeel.balancer.exchange.RecordingClient;
import dev.evenkeel.balancer.loop.Loops;
import dev.evenkeel.balancer.loop.Transport;
import dev.evenkeel.balancer.message.ClientFailure;
import dev.evenkeel.balancer.pool.Pool;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether a service says that it is in use, with one event loop and a pool without a backend. */
final class ProxyServiceTest {
    private final Loops loops = new Loops("test", 1, Transport.forControl());
    private final ProxyService service = new ProxyService(new Pool(config()), loops.all(), loops.transport());
    private final RecordingClient client = new RecordingClient(request("GET / HTTP/1.1", "Host: a"));

    private static PoolConfig config() {
        var file = ConfigLoader.parse(
                        "listeners.web { bind = \"127.0.0.1:0\", routes = [ { service = app } ] }\npools.app.backends = []",
                        "test")
                .fileOrElseThrow();
        return requireNonNull(file.config().pools().get("app"), "app");
    }

    @AfterEach
    void stop() {
        loops.close();
    }

    private void onLoop(Runnable task) {
        loops.all().get(0).execute(task);
    }

    @Test
    void aRequestThatAnEventLoopIsAboutToServeIsSeen() {
        var routed = new CountDownLatch(1);
        onLoop(() -> {
            awaitUninterruptibly(routed);
            service.serve(client.exchange());
        });
        CompletableFuture<Boolean> answer = CompletableFuture.supplyAsync(service::inUse);

        routed.countDown();

        assertThat(answer.join()).isTrue();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void itIsNotInUseAnyMoreWhenTheRequestIsOver() {
        onLoop(() -> service.serve(client.exchange()));
        onLoop(() -> client.fail(ClientFailure.GONE));

        assertThat(service.inUse()).isFalse();
    }
}
