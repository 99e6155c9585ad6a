package dev.evenkeel.bench.nodrop.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.bench.nodrop.load.Ending;
import dev.evenkeel.bench.nodrop.load.Failure;
import dev.evenkeel.bench.nodrop.load.Kind;
import dev.evenkeel.bench.nodrop.load.Ledger;
import dev.evenkeel.bench.nodrop.load.Request;
import dev.evenkeel.bench.nodrop.load.Target;
import dev.evenkeel.bench.nodrop.origin.Greeting;
import dev.evenkeel.bench.nodrop.proxy.PoolSpec;
import dev.evenkeel.bench.nodrop.proxy.TestedProxy.LogEntry;
import dev.evenkeel.bench.nodrop.scenario.OriginProcess;
import dev.evenkeel.bench.nodrop.verdict.Journals.Closing;
import dev.evenkeel.bench.nodrop.verdict.Judge.Judgement;
import dev.evenkeel.bench.rig.Cleanup;
import dev.evenkeel.bench.rig.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a listener that an origin closes excuses, and what it does not. A real origin, ended by SIGTERM. */
final class JudgeTest {
    private static final Cleanup CLEANUP = Cleanup.atExit();
    private static final long ID = 7;
    private static final long A_WHILE = 50;
    private static final Target TARGET = new Target("app", 80, "example.com", "/", List.of(), Map.of(), Long.MAX_VALUE);

    private static final PoolSpec POOL = new PoolSpec(
            "app",
            "round-robin",
            List.of(),
            81,
            new Greeting(200, "ok"),
            new PoolSpec.Timeouts(
                    Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(4), Duration.ofSeconds(1)),
            0);

    @TempDir
    static Path directory;

    private static OriginProcess origin;
    private static Journals journals;
    private static Closing closing;

    @BeforeAll
    static void endAnOrigin() {
        int port = FreePorts.findLasting(1).get(0);
        origin = OriginProcess.start(port, new Greeting(200, "ok"), directory, 0, CLEANUP);
        origin.terminate();
        journals = Journals.read(List.of(origin), new Ledger(), Set.of(ID));
        closing = journals.closing(origin).orElseThrow();
    }

    @AfterAll
    static void cleanUp() {
        CLEANUP.close();
    }

    @Test
    void anOriginThatIsAskedToEndClosesItsListenerAtOnce() {
        assertThat(closing.to() - closing.from()).isBetween(0L, 5000L);
    }

    @Test
    void aPostOnANewConnectionAtTheCloseCouldNotBeServed() {
        assertThat(judge(Kind.POST_NEW_CONNECTION, closing.from(), closing.to(), newConnection())
                        .dropped())
                .isFalse();
    }

    @Test
    void aPostThatEndedBeforeTheLastLookIsDropped() {
        assertThat(judge(Kind.POST, closing.from() - A_WHILE, closing.from() - 1, newConnection())
                        .dropped())
                .isTrue();
    }

    @Test
    void aPostThatBeganAfterTheCloseIsDropped() {
        assertThat(judge(Kind.POST, closing.to() + 1, closing.to() + A_WHILE, newConnection())
                        .dropped())
                .isTrue();
    }

    @Test
    void aPostOnAKeptConnectionIsDropped() {
        LogEntry kept = new LogEntry(ID, origin.port(), true, false, "");

        assertThat(judge(Kind.POST, closing.from(), closing.to(), kept).dropped())
                .isTrue();
    }

    @Test
    void aPostToAnotherBackendIsDropped() {
        LogEntry other = new LogEntry(ID, origin.port() + 1, true, true, "");

        assertThat(judge(Kind.POST, closing.from(), closing.to(), other).dropped())
                .isTrue();
    }

    @Test
    void whatMayBeRepeatedIsDropped() {
        assertThat(judge(Kind.PUT, closing.from(), closing.to(), newConnection())
                        .dropped())
                .isTrue();
    }

    private static LogEntry newConnection() {
        return new LogEntry(ID, origin.port(), true, true, "");
    }

    private static Judgement judge(Kind kind, long began, long ended, LogEntry entry) {
        Request request = new Request(ID, kind, TARGET, kind.method() + " /?nodrop=" + ID);
        Failure failure = new Failure(request, began, ended, Ending.WRONG_STATUS, 502, false, -1, "");
        Judge judge = new Judge(journals, id -> Optional.of(entry), List.of(origin), port -> POOL);
        return judge.judge(List.of(failure)).get(0);
    }
}
