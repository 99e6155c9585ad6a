package dev.evenkeel.balancer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Scene;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The daemon as a process of its own, and the signals that it gets. */
class MainTest {

    private static final Pattern STOPPING = Pattern.compile("Stopping; a second signal stops at once");

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path folder;

    @Test
    void whatIsArchivedIsWhatADaemonDoesThatServesRequests() throws Exception {
        try (var archiving = DaemonProcess.command("archive")) {
            assertThat(archiving.awaitExit()).isZero();
            archiving.awaitLog(Pattern.compile("Listener web is open"));
            archiving.awaitLog(Pattern.compile("Evenkeel stopped after [0-9]+ ms, nothing was cut"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void aSignalStopsItWithZero(String signal) throws Exception {
        try (var daemon = DaemonProcess.run(config(scene.origin(), "30s"))) {
            assertAnswers(daemon.send("/"));

            daemon.signal(signal);

            assertThat(daemon.awaitExit()).isZero();
            daemon.awaitLog(Pattern.compile("Evenkeel stopped after [0-9]+ ms, nothing was cut"));
        }
    }

    @Test
    void aHangUpThatWillNotBeHeardIsSaid() throws Exception {
        try (var daemon = DaemonProcess.runWithoutHangUp(config(scene.origin(), "30s"))) {
            daemon.awaitLog(Pattern.compile("SIGHUP will not be heard"));
        }
    }

    @Test
    void aRequestUnderWayIsAnsweredBeforeItStops() throws Exception {
        var gate = scene.gate();
        var origin = scene.origin().answering(Answers.ok("late").after(gate));
        try (var daemon = DaemonProcess.run(config(origin, "30s"));
                var request = daemon.send("/")) {
            origin.awaitRequest(1);

            daemon.signal("TERM");
            daemon.awaitLog(STOPPING);
            gate.open();

            assertAnswers(request);
            assertThat(daemon.awaitExit()).isZero();
            daemon.awaitLog(Pattern.compile("Evenkeel stopped after [0-9]+ ms, nothing was cut"));
        }
    }

    @Test
    void whatTakesTooLongIsCutAndTold() throws Exception {
        var origin = scene.origin().silent();
        try (var daemon = DaemonProcess.run(config(origin, "100ms"));
                var request = daemon.send("/")) {
            origin.awaitRequest(1);

            daemon.signal("TERM");

            assertThat(request.getInputStream().read()).isEqualTo(-1);
            assertThat(daemon.awaitExit()).isZero();
            daemon.awaitLog(Pattern.compile("Evenkeel stopped after [0-9]+ ms, 1 connection.* cut"));
        }
    }

    @Test
    void aSecondSignalStopsItAtOnce() throws Exception {
        var origin = scene.origin().silent();
        try (var daemon = DaemonProcess.run(config(origin, "1m"));
                var request = daemon.send("/")) {
            origin.awaitRequest(1);

            daemon.signal("INT");
            daemon.awaitLog(STOPPING);
            daemon.signal("INT");

            assertThat(daemon.awaitExit()).isEqualTo(130);
            assertThat(request.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void hangingUpOpensTheAccessLogAnew() throws Exception {
        var file = folder.resolve("access.log");
        try (var daemon = DaemonProcess.run(config(scene.origin(), "30s"))) {
            assertAnswers(daemon.send("/first"));
            daemon.awaitFile(file, "/first");
            Files.move(file, folder.resolve("access.log.1"));

            daemon.signal("HUP");
            daemon.awaitFile(file, "");
            assertAnswers(daemon.send("/second"));

            daemon.awaitFile(file, "/second");
            assertThat(Files.readString(file)).doesNotContain("/first");
        }
    }

    @Test
    void hangingUpDuringTheStartIsFollowedOnceItRuns() throws Exception {
        try (var daemon = DaemonProcess.run(config(scene.origin(), "30s"))) {
            daemon.awaitLog(Pattern.compile("ForegroundRun: Evenkeel .* with "));

            daemon.signal("HUP");

            daemon.awaitLog(Pattern.compile("Reloaded .*x\\.conf"));
            assertAnswers(daemon.send("/"));
        }
    }

    @Test
    void aPortThatIsTakenIsAFailureThatNamesIt() throws Exception {
        try (var first = DaemonProcess.run(config(scene.origin(), "30s"))) {
            int port = first.port();
            var file = folder.resolve("second.conf");
            Files.writeString(
                    file, Files.readString(config(scene.origin(), "30s")).replace("127.0.0.1:0", "127.0.0.1:" + port));

            try (var second = DaemonProcess.run(file)) {
                assertThat(second.awaitExit()).isEqualTo(1);
                second.awaitLog(Pattern.compile("Not started: .*127\\.0\\.0\\.1:" + port));
            }
        }
    }

    private Path config(Origin origin, String shutdownTimeout) throws IOException {
        return Files.writeString(folder.resolve("x.conf"), """
                listeners.web { bind = "127.0.0.1:0", routes = [{ service = app }] }
                pools.app.backends = [%s]
                runtime { threads = 1, shutdown-timeout = %s }
                access-log { file = "access.log" }
                """.formatted(origin.address(), shutdownTimeout));
    }

    private static void assertAnswers(Socket request) throws IOException {
        assertThat(new String(request.getInputStream().readNBytes(15), US_ASCII))
                .isEqualTo("HTTP/1.1 200 OK");
    }
}
