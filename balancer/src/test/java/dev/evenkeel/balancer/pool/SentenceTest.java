package dev.evenkeel.balancer.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SentenceTest {

    @Test
    void aPhraseGetsAFullStop() {
        assertThat(Sentence.of("It is down: status 503")).isEqualTo("It is down: status 503.");
    }

    @Test
    void aSentenceGetsNoOther() {
        assertThat(Sentence.of("It is down: It closed.")).isEqualTo("It is down: It closed.");
    }
}
