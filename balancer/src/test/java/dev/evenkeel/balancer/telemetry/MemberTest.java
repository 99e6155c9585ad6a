package dev.evenkeel.balancer.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MemberTest {
    private final Member member = new Member("name");

    private String write(String value) {
        LineBuffer line = new LineBuffer(1024);
        member.write(value, line);
        return new String(line.bytes(), 0, line.length(), US_ASCII);
    }

    @Test
    void writesNameAndEscapedValueAgainAndAgain() {
        String value = "a\"b";

        assertThat(write(value)).isEqualTo(",\"name\":\"a\\\"b\"");
        assertThat(write(value)).isEqualTo(",\"name\":\"a\\\"b\"");
    }

    @Test
    void tellsThousandsOfValuesApart() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 1000; i++) {
                assertThat(write("value-" + i)).isEqualTo(",\"name\":\"value-" + i + '"');
            }
        }
    }
}
