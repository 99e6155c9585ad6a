package dev.evenkeel.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class OriginCountersTest {
    @Test
    void readsConnectionsAndRequests() {
        String status = """
                Active connections: 7\s
                server accepts handled requests
                 1147 1146 2472634\s
                Reading: 0 Writing: 1 Waiting: 6\s
                """;

        assertThat(OriginCounters.parse(status)).isEqualTo(new OriginCounters(1147, 2472634));
    }

    @Test
    void refusesAnotherPage() {
        assertThatThrownBy(() -> OriginCounters.parse("404"))
                .hasMessage("origin's status: 404 (expected: a line of three totals)");
    }
}
