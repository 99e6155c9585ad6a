package dev.evenkeel.balancer.http1;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeepAliveTimeoutTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeout=5 | 5",
                "timeout=5, max=100 | 5",
                "max=100, timeout=7 | 7",
                "max=100,TimeOut=7 | 7",
                "timeout=0 | 0",
                "timeout=999999999999 | 999999999",
                "timeout=5x | 5",
            })
    void theTimeoutIsInSeconds(String value, long seconds) {
        assertThat(parse(value)).isEqualTo(TimeUnit.SECONDS.toNanos(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "max=100", "timeout", "timeout=", "timeout=x", "timeout=-5", "time=5"})
    void aFieldThatDoesNotSayMeansNoTimeout(String value) {
        assertThat(parse(value)).isEqualTo(Long.MAX_VALUE);
    }

    private static long parse(String value) {
        byte[] bytes = ("9" + value + "9").getBytes(US_ASCII);
        return KeepAliveTimeout.parse(bytes, 1, bytes.length - 1);
    }
}
