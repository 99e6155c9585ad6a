package dev.evenkeel.balancer.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class BucketsTest {
    @Property
    void aDurationLiesBetweenTheEdgesOfItsBucket(@ForAll @LongRange(min = 1) long nanos) {
        int bucket = Buckets.of(nanos);

        assertThat(nanos).isGreaterThan(Buckets.lowerEdge(bucket)).isLessThanOrEqualTo(Buckets.upperEdge(bucket));
    }

    @Test
    void anEdgeBelongsToTheBucketBelowIt() {
        for (int bucket = 0; bucket < Buckets.COUNT - 1; bucket++) {
            assertThat(Buckets.of(Buckets.upperEdge(bucket))).isEqualTo(bucket);
            assertThat(Buckets.of(Buckets.upperEdge(bucket) + 1)).isEqualTo(bucket + 1);
        }
    }

    @Test
    void nothingIsTooShortOrTooLong() {
        assertThat(Buckets.of(0)).isZero();
        assertThat(Buckets.of(Long.MAX_VALUE)).isEqualTo(Buckets.COUNT - 1);
    }

    @Test
    void theEdgesAreRoundNumbersFromTenMicrosecondsToAHundredSeconds() {
        assertThat(Buckets.upperEdge(0)).isEqualTo(10_000);
        assertThat(Buckets.upperEdge(1)).isEqualTo(12_500);
        assertThat(Buckets.upperEdge(20)).isEqualTo(1_000_000);
        assertThat(Buckets.upperEdge(Buckets.COUNT - 2)).isEqualTo(100_000_000_000L);
    }
}
