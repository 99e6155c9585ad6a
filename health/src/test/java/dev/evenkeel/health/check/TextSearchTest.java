package dev.evenkeel.health.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

final class TextSearchTest {
    @Property
    void findsWhatIsThereAndNothingElse(
            @ForAll @StringLength(min = 1, max = 6) @CharRange(from = 'a', to = 'b') String text,
            @ForAll @StringLength(max = 60) @CharRange(from = 'a', to = 'c') String body,
            @ForAll @IntRange(min = 1, max = 20) int size) {
        TextSearch search = new TextSearch(text);
        ByteBuf data = Unpooled.copiedBuffer(body, UTF_8);
        while (data.isReadable()) {
            search.read(data, Math.min(size, data.readableBytes()));
        }

        assertThat(search.found()).isEqualTo(body.contains(text));
    }
}
