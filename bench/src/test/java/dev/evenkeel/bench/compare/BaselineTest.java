package dev.evenkeel.bench.compare;

import static dev.evenkeel.bench.compare.Fixtures.MACHINE;
import static dev.evenkeel.bench.compare.Fixtures.report;
import static dev.evenkeel.bench.compare.Fixtures.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.bench.rig.Proxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BaselineTest {
    private static final Result NOW = result(Proxy.EVENKEEL, 9);

    @TempDir
    private Path folder;

    @Test
    void isTheNewestByName() throws Exception {
        save("2026-11-20T1000-a.json", result(Proxy.EVENKEEL, 12));
        save("2026-11-21T1000-b.json", result(Proxy.EVENKEEL, 10));

        assertThat(newest(report(NOW)).map(Baseline::name)).contains("2026-11-21T1000-b.json");
    }

    @Test
    void isNoneOfAnotherMachine() throws Exception {
        save("2026-11-20T1000-a.json", result(Proxy.EVENKEEL, 12));

        assertThat(newest(report(new Machine(4, "Model 7", 16, "6.1"), true, NOW)))
                .isEmpty();
        assertThat(newest(report(new Machine(2, "Model 8", 16, "6.1"), true, NOW)))
                .isEmpty();
    }

    @Test
    void isNoneThatLoggedOtherwise() throws Exception {
        save("2026-11-20T1000-a.json", result(Proxy.EVENKEEL, 12));

        assertThat(newest(report(MACHINE, false, NOW))).isEmpty();
    }

    @Test
    void isNoneWithoutAFigureInCommon() throws Exception {
        save("2026-11-20T1000-a.json", result(Proxy.EVENKEEL, 12));
        save("2026-11-21T1000-b.json", result(Proxy.NGINX, 12));

        assertThat(newest(report(NOW)).map(Baseline::name)).contains("2026-11-20T1000-a.json");
    }

    @Test
    void isNoneWhereNothingWasSaved() throws Exception {
        assertThat(Baseline.newest(folder.resolve("none"), report(NOW))).isEmpty();
    }

    @Test
    void tellsTheChangeOfEvenkeelAlone() throws Exception {
        save("2026-11-20T1000-a.json", result(Proxy.EVENKEEL, 10), result(Proxy.HAPROXY, 12));

        Report report = report(NOW, result(Proxy.HAPROXY, 12));
        String changes = newest(report).orElseThrow().changes(report);

        assertThat(changes).containsPattern("cost 1k, CPU µs/request +evenkeel +10\\.0 +9\\.00 +-10");
        assertThat(changes).doesNotContain("haproxy");
    }

    private Optional<Baseline> newest(Report report) throws IOException {
        return Baseline.newest(folder, report);
    }

    private void save(String name, Result... results) throws IOException {
        new JsonReport(report(results)).write(folder.resolve(name));
    }
}
