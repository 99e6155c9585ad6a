package dev.evenkeel.balancer.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.message.Trailers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RequestIdsTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final RequestIds ids = new RequestIds(RANDOM);

    @Test
    void anIdIs128BitsInHexadecimal() {
        assertThat(ids.text(ids.next())).matches("[0-9a-f]{32}");
    }

    @Test
    void noTwoRequestsHaveTheSameId() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            assertThat(seen.add(ids.text(ids.next()))).isTrue();
        }
    }

    @Test
    void loopsAndRestartsHaveIdsOfTheirOwn() {
        RequestIds others = new RequestIds(RANDOM);

        assertThat(ids.text(1).substring(0, 16)).isNotEqualTo(others.text(1).substring(0, 16));
        assertThat(ids.text(1).substring(16)).isNotEqualTo(others.text(1).substring(16));
    }

    @Test
    void anIdDoesNotTellTheNext() {
        long differingBits = 0;
        long last = low(ids.next());
        for (int i = 0; i < 1000; i++) {
            long id = low(ids.next());
            differingBits += Long.bitCount(id ^ last);
            last = id;
        }

        assertThat(differingBits / 1000.0).isBetween(28.0, 36.0);
    }

    private long low(long number) {
        return Long.parseUnsignedLong(ids.text(number).substring(16), 16);
    }

    @Test
    void whatIsWrittenToAHeadIsTheText() {
        Trailers head = new Trailers();
        head.clear();
        long number = ids.next();
        ids.addTo(head, number);
        ids.text(ids.next());
        ByteBuf out = Unpooled.buffer();
        head.writeFields(out);

        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo(ids.text(number));
    }
}
