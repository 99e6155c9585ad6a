package dev.evenkeel.bench.compare;

import static dev.evenkeel.bench.compare.Fixtures.MACHINE;
import static dev.evenkeel.bench.compare.Fixtures.report;
import static dev.evenkeel.bench.compare.Fixtures.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.bench.rig.Proxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BaselineTest {
    @TempDir
    private Path folder;

    @Test
    void isTheNewestByName() throws Exception {
        save("2026-11-20T1000-a.json", 12);
        save("2026-11-21T1000-b.json", 10);

        assertThat(Baseline.newest(folder, MACHINE, true))
                .get()
                .extracting(Baseline::name)
                .isEqualTo("2026-11-21T1000-b.json");
    }

    @Test
    void isNoneOfAnotherMachine() throws Exception {
        save("2026-11-20T1000-a.json", 12);

        assertThat(Baseline.newest(folder, new Machine(4, "Model 7", 16, "6.1"), true))
                .isEmpty();
        assertThat(Baseline.newest(folder, new Machine(2, "Model 8", 16, "6.1"), true))
                .isEmpty();
    }

    @Test
    void isNoneThatLoggedOtherwise() throws Exception {
        save("2026-11-20T1000-a.json", 12);

        assertThat(Baseline.newest(folder, MACHINE, false)).isEmpty();
    }

    @Test
    void isNoneWhereNothingWasSaved() throws Exception {
        assertThat(Baseline.newest(folder.resolve("none"), MACHINE, true)).isEmpty();
    }

    @Test
    void tellsTheChangeOfThoseAskedForAlone() throws Exception {
        save("2026-11-20T1000-a.json", 10);

        String changes = Baseline.newest(folder, MACHINE, true)
                .orElseThrow()
                .changes(
                        report(result(Proxy.EVENKEEL, 9), result(Proxy.HAPROXY, 12))
                                .figures(),
                        Set.of("evenkeel"));

        assertThat(changes).containsPattern("cost 1k, CPU µs/request +evenkeel +10\\.0 +9\\.00 +-10");
        assertThat(changes).doesNotContain("haproxy");
    }

    private void save(String name, double cost) throws IOException {
        new JsonReport(report(result(Proxy.EVENKEEL, cost), result(Proxy.HAPROXY, 12))).write(folder.resolve(name));
    }
}
