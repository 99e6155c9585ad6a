package dev.evenkeel.balancer.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.loop.Deadline;
import dev.evenkeel.balancer.socket.SendQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LingeringTest {
    private long queued = 1000;

    private Lingering lingering(boolean inputExpected) {
        return new Lingering(() -> queued, inputExpected, 0);
    }

    /** Takes a piece of the queue at every look; returns the second in which the lingering ends. */
    private long endsAfterSeconds(Lingering lingering, long piece) {
        long now = 0;
        for (long next = 0; next != Deadline.NEVER; next = lingering.check(now)) {
            now = next;
            queued -= piece;
        }
        return TimeUnit.NANOSECONDS.toSeconds(now);
    }

    @Test
    void itEndsWhenTheClientHasAll() {
        Lingering lingering = lingering(false);
        assertThat(lingering.check(1)).isNotEqualTo(Deadline.NEVER);

        queued = 0;

        assertThat(lingering.check(2)).isEqualTo(Deadline.NEVER);
    }

    @Test
    void aClientThatTakesNothingIsWaitedForFiveSeconds() {
        assertThat(endsAfterSeconds(lingering(false), 0)).isEqualTo(5);
    }

    @Test
    void aClientThatGoesOnTakingIsWaitedForHalfAMinute() {
        assertThat(endsAfterSeconds(lingering(false), 1)).isEqualTo(30);
    }

    @Test
    void aClientKnownToBeSendingIsHeardOutThoughItHasAll() {
        queued = 0;
        assertThat(endsAfterSeconds(lingering(true), 0)).isEqualTo(5);
    }

    @Test
    void whereTheQueueIsUnknownTwoSecondsHaveToDo() {
        queued = SendQueue.UNKNOWN;
        assertThat(endsAfterSeconds(lingering(false), 0)).isEqualTo(2);
    }
}
