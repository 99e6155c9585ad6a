package dev.evenkeel.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.ConfigLoader;
import dev.evenkeel.balancer.config.EvenkeelConfig;
import dev.evenkeel.balancer.config.PoolConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTextTest {

    @TempDir
    Path folder;

    private ConfigText texts() {
        return new ConfigText(folder.resolve("state.json"), "auto", List.of(8080, 9090), new Addresses(8000));
    }

    private static EvenkeelConfig decoded(String text) {
        return ConfigLoader.parse(text, "scale.conf").orElseThrow();
    }

    @Test
    void onePoolHasAllBackendsAndIsChecked() {
        PoolConfig pool =
                decoded(texts().onePool(1000, ChecksScenario.SETTINGS)).pools().get(ConfigText.POOL);

        assertThat(pool).isNotNull();
        assertThat(pool.members().backends()).hasSize(1000);
        assertThat(pool.members().health().checks()).isNotNull();
    }

    @Test
    void ofManyPoolsAsManyDifferAsAreToChange() {
        EvenkeelConfig before = decoded(texts().manyPools(20, 10, 0));
        EvenkeelConfig after = decoded(texts().manyPools(20, 10, 3));

        assertThat(after.pools().values())
                .filteredOn(pool -> !pool.equals(before.pools().get(pool.name())))
                .extracting(PoolConfig::name)
                .containsExactlyInAnyOrder("pool-0", "pool-1", "pool-2");
    }
}
