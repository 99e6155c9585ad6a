package dev.evenkeel.balancer.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.config.AccessLogConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessLogTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("access.log");
    }

    private AccessLog open() throws IOException {
        return AccessLog.open(new AccessLogConfig(file, AccessLogConfig.Format.COMBINED, 64 * 1024), 1);
    }

    private static void awaitLines(Path in, int count) {
        await().untilAsserted(() -> assertThat(in)
                .exists()
                .satisfies(path -> assertThat(Files.readAllLines(path)).hasSize(count)));
    }

    @Test
    void writesALineForEachExchange() throws IOException {
        try (AccessLog log = open()) {
            ExchangeRig rig = new ExchangeRig(log);
            rig.get("/first", "");
            awaitLines(file, 1);
            rig.get("/second", "");
            awaitLines(file, 2);

            assertThat(log.lines()).isEqualTo(2);
            assertThat(log.dropped()).isZero();
            assertThat(log.queuedBytes()).isZero();
        }
        assertThat(file).content().containsSubsequence("GET /first ", "GET /second ");
    }

    @Test
    void wakesUpAgainAndAgain() throws IOException {
        try (AccessLog log = open()) {
            ExchangeRig rig = new ExchangeRig(log);
            for (int i = 1; i <= 5; i++) {
                rig.get("/" + i, "");
                awaitLines(file, i);
            }
        }
    }

    @Test
    void continuesAFileThatIsThere() throws IOException {
        Files.writeString(file, "before\n");

        try (AccessLog log = open()) {
            new ExchangeRig(log).get("/after", "");
        }

        assertThat(Files.readAllLines(file)).hasSize(2).first().isEqualTo("before");
    }

    @Test
    void beginsANewFileAfterTheOldOneWasMovedAway() throws IOException {
        Path old = folder.resolve("access.log.1");
        try (AccessLog log = open()) {
            ExchangeRig rig = new ExchangeRig(log);
            rig.get("/old", "");
            awaitLines(file, 1);

            Files.move(file, old);
            log.reopen();
            await().until(() -> Files.exists(file));
            rig.get("/new", "");
        }
        assertThat(old).content().contains("/old").doesNotContain("/new");
        assertThat(file).content().contains("/new").doesNotContain("/old");
    }

    @Test
    void keepsTheOldFileIfNoNewOneCanBeOpened() throws IOException {
        Path sub = Files.createDirectory(folder.resolve("sub"));
        file = sub.resolve("access.log");
        Path moved = folder.resolve("moved");
        try (AccessLog log = open()) {
            ExchangeRig rig = new ExchangeRig(log);
            Files.move(sub, moved);
            log.reopen();
            await().until(() -> log.writeErrors() == 1);
            rig.get("/still", "");
        }
        assertThat(moved.resolve("access.log")).content().contains("/still");
    }

    @Test
    void writesWhatIsQueuedWhenItIsClosed() throws IOException {
        try (AccessLog log = open()) {
            ExchangeRig rig = new ExchangeRig(log);
            for (int i = 0; i < 100; i++) {
                rig.get("/" + i, "");
            }
        }
        assertThat(Files.readAllLines(file)).hasSize(100);
    }

    @Test
    void saysSoIfTheFileCannotBeOpened() {
        file = folder.resolve("missing").resolve("access.log");

        assertThatThrownBy(this::open).isInstanceOf(NoSuchFileException.class);
    }
}
