package dev.evenkeel.balancer.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class EscapingTest {
    private static int naiveEnd(byte[] bytes, int start) {
        int i = start;
        while (i < bytes.length && Escaping.plain(bytes[i])) {
            i++;
        }
        return i;
    }

    @Property
    void findsTheFirstByteThatIsNotPlainInAnyBytes(@ForAll byte[] bytes) {
        for (int start = 0; start <= bytes.length; start++) {
            assertThat(Escaping.endOfPlain(bytes, start, bytes.length)).isEqualTo(naiveEnd(bytes, start));
        }
    }

    @Property
    void findsAnyOneByteAmongPlainOnes(@ForAll byte odd, @ForAll @ByteRange(min = 0, max = 23) byte at) {
        byte[] bytes = new byte[24];
        Arrays.fill(bytes, (byte) 'x');
        bytes[at] = odd;

        assertThat(Escaping.endOfPlain(bytes, 0, bytes.length)).isEqualTo(naiveEnd(bytes, 0));
    }

    @Property
    void neverLooksBeyondTheEnd(@ForAll @Size(max = 40) byte[] bytes, @ForAll @ByteRange(min = 0, max = 40) byte end) {
        int limit = Math.min(end, bytes.length);

        assertThat(Escaping.endOfPlain(bytes, 0, limit)).isLessThanOrEqualTo(limit);
    }

    @Test
    void plainIsPrintableAsciiWithoutQuoteAndBackslash() {
        for (int b = 0; b < 256; b++) {
            boolean printable = b >= 32 && b < 127 && b != '"' && b != '\\';
            assertThat(Escaping.plain((byte) b)).as("byte %d", b).isEqualTo(printable);
        }
    }

    @Test
    void writesOtherBytesInHexadecimal() {
        assertThat(Escaping.JSON.replacement((byte) 0xE9)).isEqualTo("\\u00E9".getBytes(US_ASCII));
        assertThat(Escaping.JSON.replacement((byte) '"')).isEqualTo("\\\"".getBytes(US_ASCII));
        assertThat(Escaping.COMBINED.replacement((byte) 0x0A)).isEqualTo("\\x0A".getBytes(US_ASCII));
        assertThat(Escaping.COMBINED.replacement((byte) '"')).isEqualTo("\\x22".getBytes(US_ASCII));
    }
}
