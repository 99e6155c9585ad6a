package dev.evenkeel.balancer.telemetry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

final class LineBufferTest {
    private static final int LIMIT = 32;

    private final LineBuffer line = new LineBuffer(LIMIT);

    private String text() {
        return new String(line.bytes(), 0, line.length(), US_ASCII);
    }

    @Property
    void writesNumbers(@ForAll @LongRange(min = 0) long value) {
        line.clear();
        line.decimal(value);
        assertThat(text()).isEqualTo(Long.toString(value));
    }

    @Property
    void writesShortNumbers(@ForAll @LongRange(min = 0, max = 100_000) long value) {
        line.clear();
        line.decimal(value);
        assertThat(text()).isEqualTo(Long.toString(value));
    }

    @Property
    void writesThreeDigits(@ForAll @IntRange(min = 0, max = 999) int value) {
        line.clear();
        line.threeDigits(value);
        assertThat(text()).isEqualTo(String.format("%03d", value));
    }

    @Property
    void neverWritesMoreOfAValueThanAllowed(@ForAll byte[] value) {
        line.clear();
        line.value(value, 0, value.length, Escaping.JSON);
        assertThat(line.length()).isLessThanOrEqualTo(LIMIT);

        line.clear();
        line.value(new String(value, ISO_8859_1), Escaping.COMBINED);
        assertThat(line.length()).isLessThanOrEqualTo(LIMIT);
    }

    @Property
    void writesTextAndBytesAlike(@ForAll byte[] value) {
        line.clear();
        line.value(value, 0, value.length, Escaping.JSON);
        String asBytes = text();
        line.clear();
        line.value(new String(value, ISO_8859_1), Escaping.JSON);

        assertThat(asBytes).isEqualTo(text());
    }

    @Example
    void marksWhatItCutsOff() {
        line.value("x".repeat(100), Escaping.JSON);
        assertThat(text()).hasSizeLessThanOrEqualTo(LIMIT).startsWith("xxxx").endsWith("x...");
    }
}
