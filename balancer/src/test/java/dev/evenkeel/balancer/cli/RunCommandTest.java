package dev.evenkeel.balancer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.evenkeel.balancer.config.ConfigFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** The course of {@code run}, with a daemon and signals that only write down what happens to them. */
@Isolated("takes the standard error")
class RunCommandTest {

    private static final String GOOD =
            "listeners.web { bind = \"127.0.0.1:0\", routes = [{ service = app }] }\npools.app.backends = []";

    @TempDir
    Path folder;

    private final List<String> events = new ArrayList<>();
    private final SentSignals signals = new SentSignals();
    private Runnable atStop = () -> {};
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream stderr = System.err;

    @BeforeEach
    void listenToTheLog() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stopListening() throws JoranException {
        System.setErr(stderr);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    @Test
    void stopsAtASignalAndSaysWhatWasCut() throws IOException {
        var typed = run(GOOD, this::startAndStop);

        assertThat(typed.exitCode()).isZero();
        assertThat(events).containsExactly("stopped");
        assertThat(logLines())
                .last()
                .asString()
                .matches("[-0-9]+T[:.0-9]+\\S+ INFO  ForegroundRun: Evenkeel cut 3 things");
    }

    @Test
    void aHangUpDuringTheStartIsFollowedOnceItRuns() throws IOException {
        run(GOOD, (config, file) -> {
            signals.hangUp();
            events.add("started");
            return startAndStop(config, file);
        });

        assertThat(events).containsExactly("started", "logs reopened", "configuration reloaded", "stopped");
    }

    @Test
    void aHangUpWhileItStopsIsPassedOverInOneLine() throws IOException {
        atStop = signals::hangUp;

        run(GOOD, this::startAndStop);

        assertThat(events).containsExactly("stopped");
        assertThat(logLines()).filteredOn(line -> line.contains("SIGHUP")).hasSize(1);
    }

    @Test
    void aDaemonThatDoesNotStartIsAFailure() throws IOException {
        var typed = run(GOOD, (config, file) -> {
            throw new IOException("127.0.0.1:80: permission denied");
        });

        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(logLines())
                .last()
                .asString()
                .endsWith("ERROR ForegroundRun: Not started: 127.0.0.1:80: permission denied");
    }

    @Test
    void aBadConfigurationIsAFailureAndStartsNothing() throws IOException {
        var typed = run("listeners {}", (config, file) -> {
            throw new AssertionError("started");
        });

        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.err()).contains("x.conf:1: listeners: missing");
    }

    @Test
    void theLogHasTheLevelOfTheConfiguration() throws IOException {
        run(GOOD + "\nlog.level = error", this::startAndStop);

        assertThat(logLines()).isEmpty();
    }

    @Test
    void anEventWithAStackTraceIsOneLine() throws IOException {
        run(GOOD, (config, file) -> {
            LoggerFactory.getLogger("dev.evenkeel.Test").warn("two\nlines", new IllegalStateException("oh\nno"));
            return startAndStop(config, file);
        });

        assertThat(logLines())
                .filteredOn(line -> line.contains("two"))
                .singleElement()
                .asString()
                .contains("WARN  Test: two | lines")
                .contains("IllegalStateException: oh | no | at dev.evenkeel");
    }

    private RunningDaemon startAndStop(ConfigFile config, Path file) {
        signals.stop();
        return new RunningDaemon() {
            @Override
            public String stop() {
                events.add("stopped");
                atStop.run();
                return "cut 3 things";
            }

            @Override
            public void reopenLogs() {
                events.add("logs reopened");
            }

            @Override
            public void reload() {
                events.add("configuration reloaded");
            }
        };
    }

    private Typed run(String text, DaemonLauncher launcher) throws IOException {
        var file = Files.writeString(folder.resolve("x.conf"), text);
        return Typed.on(new CommandLine(new RunCommand(launcher, signals)), file.toString());
    }

    private List<String> logLines() {
        return log.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** Signals that the test sends. */
    private static final class SentSignals implements Signals {

        private Runnable stop = () -> {};
        private Runnable hangUp = () -> {};

        void stop() {
            stop.run();
        }

        void hangUp() {
            hangUp.run();
        }

        @Override
        public void onStop(Runnable action) {
            stop = action;
        }

        @Override
        public boolean onHangUp(Runnable action) {
            hangUp = action;
            return true;
        }
    }
}
