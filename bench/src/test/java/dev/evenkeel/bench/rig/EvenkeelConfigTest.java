package dev.evenkeel.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.ConfigLoader;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EvenkeelConfigTest {
    @Test
    void isAcceptedWithAndWithoutLog() {
        assertThat(ConfigLoader.parse(config("auto", Set.of("log")), "evenkeel.conf")
                        .problems())
                .isEmpty();
        assertThat(ConfigLoader.parse(config("auto", Set.of()), "evenkeel.conf").problems())
                .isEmpty();
    }

    @Test
    void keepsBackendConnectionsOrNot() {
        assertThat(keepAlive(Set.of("keep-alive"))).isTrue();
        assertThat(keepAlive(Set.of())).isFalse();
    }

    private static boolean keepAlive(Set<String> flags) {
        return ConfigLoader.parse(config("auto", flags), "evenkeel.conf").orElseThrow().pools().values().stream()
                .allMatch(pool -> pool.upstream().keepAlive().enabled());
    }

    @ParameterizedTest
    @ValueSource(strings = {"io_uring", "epoll", "nio"})
    void takesEveryTransport(String transport) {
        assertThat(ConfigLoader.parse(config(transport, Set.of()), "evenkeel.conf")
                        .problems())
                .isEmpty();
    }

    private static String config(String transport, Set<String> flags) {
        Map<String, String> values = Map.of(
                "port",
                "8080",
                "origin-a",
                "8081",
                "origin-b",
                "8082",
                "log",
                "access.log",
                "transport",
                transport,
                "threads",
                "2");
        return Template.ofResource("evenkeel.conf").render(values, flags);
    }
}
