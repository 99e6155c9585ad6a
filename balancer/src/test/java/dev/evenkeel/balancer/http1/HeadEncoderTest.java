package dev.evenkeel.balancer.http1;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class HeadEncoderTest {

    @Property
    void theSizeOfAChunkIsHexadecimal(@ForAll @IntRange(min = 1) int length) {
        ByteBuf out = Unpooled.buffer();
        HeadEncoder.chunkHeader(out, length, true);

        assertThat(out.readableBytes()).isLessThanOrEqualTo(HeadEncoder.CHUNK_HEADER);
        assertThat(out.toString(US_ASCII)).isEqualTo(Integer.toHexString(length) + "\r\n");
    }

    @Test
    void everyChunkButTheFirstEndsTheOneBefore() {
        ByteBuf out = Unpooled.buffer();
        HeadEncoder.chunkHeader(out, 16, true);
        HeadEncoder.chunkHeader(out, 15, false);
        HeadEncoder.lastChunk(out, false);
        HeadEncoder.lastChunk(out, true);

        assertThat(out.toString(US_ASCII)).isEqualTo("10\r\n" + "\r\nf\r\n" + "\r\n0\r\n" + "0\r\n");
    }
}
