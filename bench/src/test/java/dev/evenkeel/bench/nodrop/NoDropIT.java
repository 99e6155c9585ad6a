package dev.evenkeel.bench.nodrop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.bench.nodrop.proxy.EvenkeelUnderTest;
import dev.evenkeel.bench.nodrop.proxy.UserFile;
import dev.evenkeel.bench.nodrop.scenario.Disturbance;
import dev.evenkeel.bench.nodrop.scenario.Plan;
import dev.evenkeel.bench.nodrop.verdict.TextReport;
import dev.evenkeel.bench.nodrop.verdict.Verdict;
import dev.evenkeel.bench.rig.Cleanup;
import dev.evenkeel.bench.rig.Evenkeel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Evenkeel with all disturbances, every program a process of its own. The system property {@code evenkeel.nodrop.seconds}
 * says how long; in CI, where the environment has {@code CI=true}, four minutes, elsewhere 20 s. The seed is
 * {@code evenkeel.nodrop.seed}.
 */
final class NoDropIT {
    private static final boolean CI = "true".equals(System.getenv("CI"));
    private static final int SECONDS = Integer.getInteger("evenkeel.nodrop.seconds", CI ? 240 : 20);
    private static final long SEED = Long.getLong("evenkeel.nodrop.seed", 1);
    private static final int RATE = 150;
    private static final int USERS = 32;

    @TempDir
    Path directory;

    @Test
    void dropsNothing() {
        UserFile file = UserFile.read(DefaultConfig.in(directory));
        Plan plan = Plan.of(List.of(Disturbance.values()), SEED);
        NoDropRun.Settings settings =
                new NoDropRun.Settings(Duration.ofSeconds(SECONDS), plan, RATE, USERS, line -> {});
        Verdict verdict;
        try (Cleanup cleanup = Cleanup.atExit()) {
            verdict = new NoDropRun(settings, file.targets(), file.pools().values())
                    .run(() -> EvenkeelUnderTest.start(file, evenkeel(), directory, cleanup), directory, cleanup);
        }

        String report = new TextReport(verdict).render();
        System.out.println(report);
        assertThat(verdict.exitCode()).as(report).isZero();
    }

    private static Evenkeel evenkeel() {
        return new Evenkeel(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.evenkeel.balancer.Main",
                        "run"),
                null,
                "auto",
                "");
    }
}
