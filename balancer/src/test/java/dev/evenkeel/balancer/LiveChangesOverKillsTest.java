package dev.evenkeel.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.balancer.state.StateFile;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Scene;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What was changed live is there after the daemon was killed. */
class LiveChangesOverKillsTest {

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path folder;

    private DaemonFolder files;

    @BeforeEach
    void inFolder() {
        files = new DaemonFolder(folder);
    }

    private void write(String pool) throws IOException {
        files.write(pool, "until-file-changes");
    }

    @Test
    void whatWasAnsweredWith201SurvivesAKill() throws Exception {
        Origin one = scene.origin("one");
        Origin two = scene.origin("two");
        write("backends = [" + one.address() + "]");
        try (var process = DaemonProcess.run(files.file())) {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), process.adminPort());
            assertThat(files.call(
                                    address,
                                    "POST",
                                    "/v1/pools/app/backends",
                                    "{\"address\": \"" + two.endpoint() + "\"}")
                            .body())
                    .contains("\"id\":\"" + two.endpoint() + "\"");
        }

        try (Daemon daemon = files.start()) {
            assertThat(daemon.pool("app").snapshot().backends()).hasSize(2);
        }
    }

    @Test
    void whatWasAnsweredBeforeAKillAtAnyMomentIsThereAfterIt() throws Exception {
        write("backends = []");
        Random random = new Random(7);
        Set<String> answered = new LinkedHashSet<>();
        for (int kill = 0; kill < 6; kill++) {
            try (var process = DaemonProcess.run(files.file())) {
                var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), process.adminPort());
                assertThat(backendsOf(address)).containsAll(answered);
                answered.addAll(addUntilKilled(process, address, kill, random));
            }
            assertThat(new StateFile(files.state()).read().changes())
                    .extracting(change -> change.resource().backend())
                    .containsAll(answered);
        }
        assertThat(answered).hasSizeGreaterThan(30);
    }

    private Set<String> backendsOf(SocketAddress address) throws Exception {
        Set<String> ids = new LinkedHashSet<>();
        new ObjectMapper()
                .readTree(files.call(address, "GET", "/v1/pools/app", "").body())
                .get("backends")
                .forEach(backend -> ids.add(backend.get("id").asText()));
        return ids;
    }

    /** Adds one backend after the other, and kills the daemon meanwhile; returns those of which it said that they are added. */
    private Set<String> addUntilKilled(DaemonProcess process, SocketAddress address, int kill, Random random) {
        Set<String> answered = new LinkedHashSet<>();
        int last = 5 + random.nextInt(20);
        try {
            for (int i = 0; i <= last; i++) {
                String id = "10.0." + kill + "." + i + ":80";
                if (i == last) {
                    long delay = random.nextInt(5_000_000);
                    CompletableFuture.runAsync(
                            process::close, CompletableFuture.delayedExecutor(delay, TimeUnit.NANOSECONDS));
                }
                String body = "{\"address\": \"" + id + "\"}";
                if (files.call(address, "POST", "/v1/pools/app/backends", body).statusCode() == 201) {
                    answered.add(id);
                }
            }
        } catch (IOException killed) {
            return answered;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return answered;
    }
}
