package dev.evenkeel.bench.compare;

import static dev.evenkeel.bench.compare.Fixtures.result;
import static dev.evenkeel.bench.compare.Fixtures.results;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.bench.rig.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SvgChartTest {
    @TempDir
    private Path directory;

    @Test
    void drawsBarsOfEachProxysColour() throws Exception {
        Path file = directory.resolve("chart.svg");

        new SvgChart(results(result(Proxy.EVENKEEL, 9), result(Proxy.HAPROXY, 12))).write(file);

        assertThat(Files.readString(file)).contains("<svg", "rgb(11,110,153)", "rgb(143,184,204)");
    }
}
