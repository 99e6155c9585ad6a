package dev.evenkeel.balancer.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.Resource;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EventLogTest {
    private static final long BEGIN = 1_700_000_000_000_000L;

    private final EventLog log = log(BEGIN);

    private static EventLog log(long micros) {
        Instant start = Instant.EPOCH.plusNanos(micros * 1000);
        return new EventLog(Clock.fixed(start, ZoneOffset.UTC), 3);
    }

    private static Happening happening(String sentence) {
        return new Happening(EventType.STARTED, null, sentence);
    }

    private void tell(String... sentences) {
        List.of(sentences).forEach(sentence -> log.tell(happening(sentence)));
    }

    private List<String> after(long id) {
        return log.after(id, 10).stream().map(event -> event.what().sentence()).toList();
    }

    @Test
    void keepsTheLastOnly() {
        tell("a", "b", "c", "d");

        assertThat(after(0)).containsExactly("b", "c", "d");
    }

    @Test
    void givesWhatCameAfterOne() {
        tell("a", "b", "c");

        assertThat(after(log.lastId() - 1)).containsExactly("c");
        assertThat(after(log.lastId())).isEmpty();
    }

    @Test
    void givesNoMoreAtOnceThanAskedFor() {
        tell("a", "b", "c");

        assertThat(log.after(0, 2)).hasSize(2);
    }

    @Test
    void numbersWithoutGaps() {
        tell("a", "b", "c");

        assertThat(log.after(0, 10).stream().map(Event::id)).containsExactly(BEGIN, BEGIN + 1, BEGIN + 2);
    }

    @Test
    void saysWhatIsLost() {
        tell("a", "b", "c");
        assertThat(log.lostAfter(0)).isFalse();
        assertThat(log.lostAfter(BEGIN)).isFalse();

        tell("d", "e");

        assertThat(log.lostAfter(0)).isTrue();
        assertThat(log.lostAfter(BEGIN)).isTrue();
        assertThat(log.lostAfter(BEGIN + 1)).isFalse();
        assertThat(log.lostAfter(log.lastId())).isFalse();
    }

    @Test
    void whoKnowsAnEarlierRunMayHaveMissedSomething() {
        EventLog earlier = log(BEGIN - 1_000_000);
        earlier.tell(happening("before"));
        tell("after");

        assertThat(log.lostAfter(earlier.lastId())).isTrue();
    }

    @Test
    void anIdThatWasNeverGivenIsNotTakenForTheLast() {
        tell("a");

        assertThat(log.lostAfter(log.lastId() + 1)).isTrue();
    }

    @Test
    void tellsItsFollowerThatThereIsMore() {
        var told = new AtomicInteger();
        log.follow(told::incrementAndGet);

        tell("a", "b");

        assertThat(told).hasValue(2);
    }

    @Test
    void whatIsToldIsBounded() {
        List<String> many = IntStream.range(0, 1000).mapToObj(Integer::toString).toList();

        Happening happening =
                new Happening(EventType.RELOADED, Resource.pool("app"), "x".repeat(100_000), Map.of("changed", many));

        assertThat(happening.sentence()).hasSizeLessThan(5_000);
        assertThat((List<?>) happening.details().get("changed"))
                .hasSize(51)
                .last()
                .isEqualTo("and 950 more");
    }
}
