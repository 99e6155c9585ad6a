package dev.evenkeel.bench.nodrop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.bench.nodrop.load.Ending;
import dev.evenkeel.bench.nodrop.load.Failure;
import dev.evenkeel.bench.nodrop.load.Target;
import dev.evenkeel.bench.nodrop.origin.Greeting;
import dev.evenkeel.bench.nodrop.proxy.Member;
import dev.evenkeel.bench.nodrop.proxy.PoolSpec;
import dev.evenkeel.bench.nodrop.scenario.Disturbance;
import dev.evenkeel.bench.nodrop.scenario.Plan;
import dev.evenkeel.bench.nodrop.verdict.Verdict;
import dev.evenkeel.bench.rig.Cleanup;
import dev.evenkeel.bench.rig.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each flaw that a proxy may have is found out, and none is seen in one that has none. */
final class NoDropRunTest {
    @TempDir
    Path directory;

    @Test
    void aProxyWithoutFlawPasses() {
        Verdict verdict = run(Relay.Flaw.NONE);

        assertThat(verdict.dropped()).isEmpty();
        assertThat(verdict.duplicates()).isEmpty();
        assertThat(verdict.unexecuted()).isEmpty();
        assertThat(verdict.distributionProblems()).isEmpty();
        assertThat(verdict.errors()).isEmpty();
        assertThat(verdict.exitCode()).isZero();
    }

    @Test
    void aProxyThatClosesConnectionsUnansweredFails() {
        Verdict verdict = run(Relay.Flaw.DROPS);

        assertThat(verdict.dropped()).extracting(Failure::ending).contains(Ending.CLOSED_UNANSWERED);
        assertThat(verdict.exitCode()).isEqualTo(1);
    }

    @Test
    void aProxyThatSendsRequestsTwiceFails() {
        Verdict verdict = run(Relay.Flaw.DUPLICATES);

        assertThat(verdict.duplicates()).isNotEmpty();
        assertThat(verdict.exitCode()).isEqualTo(1);
    }

    @Test
    void aProxyThatChangesAByteFails() {
        Verdict verdict = run(Relay.Flaw.CORRUPTS);

        assertThat(verdict.dropped()).extracting(Failure::ending).contains(Ending.WRONG_BODY);
        assertThat(verdict.exitCode()).isEqualTo(1);
    }

    @Test
    void aProxyThatFavoursABackendFails() {
        Verdict verdict = run(Relay.Flaw.FAVOURS);

        assertThat(verdict.distributionProblems()).isNotEmpty();
        assertThat(verdict.exitCode()).isEqualTo(1);
    }

    @Test
    void aProxyThatAnswersWhatNobodyExecutedFails() {
        Verdict verdict = run(Relay.Flaw.MAKES_UP);

        assertThat(verdict.unexecuted()).isNotEmpty();
        assertThat(verdict.exitCode()).isEqualTo(1);
    }

    @Test
    void aKilledBackendDoesNotExcuseThatReadersSeeIt() {
        Verdict verdict = run(Relay.Flaw.NONE, List.of(Disturbance.RESTART_HARD));

        assertThat(verdict.dropped())
                .extracting(failure -> failure.request().kind().repeatable())
                .contains(true);
        assertThat(verdict.exitCode()).isEqualTo(1);
    }

    private Verdict run(Relay.Flaw flaw) {
        return run(flaw, List.of());
    }

    private Verdict run(Relay.Flaw flaw, List<Disturbance> disturbances) {
        List<Integer> ports = FreePorts.findLasting(4);
        List<Integer> backends = ports.subList(0, 2);
        PoolSpec pool = new PoolSpec(
                "app",
                "round-robin",
                backends.stream()
                        .map(port -> new Member(port, 1, false, Integer.MAX_VALUE))
                        .toList(),
                ports.get(2),
                new Greeting(200, "ok"),
                new PoolSpec.Timeouts(
                        Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(4), Duration.ofSeconds(1)),
                0);
        Target target = new Target("app", ports.get(3), "example.com", "/", List.of(), Map.of(), Long.MAX_VALUE);
        Plan plan = new Plan(disturbances, 1, Duration.ZERO, Duration.ofSeconds(2));
        NoDropRun.Settings settings = new NoDropRun.Settings(Duration.ofMillis(1500), plan, 400, 40, line -> {});
        try (Cleanup cleanup = Cleanup.atExit();
                Relay relay = new Relay(ports.get(3), backends, flaw)) {
            return new NoDropRun(settings, List.of(target), List.of(pool)).run(() -> relay, directory, cleanup);
        }
    }
}
