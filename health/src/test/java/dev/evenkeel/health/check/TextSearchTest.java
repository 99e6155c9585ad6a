package dev.evenkeel.health.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

final class TextSearchTest {
    @Property
    void findsWhatIsThereAndNothingElse(
            @ForAll @StringLength(min = 1, max = 6) @CharRange(from = 'a', to = 'b') String text,
            @ForAll @StringLength(max = 60) @CharRange(from = 'a', to = 'c') String body) {
        TextSearch search = new TextSearch(text);
        for (byte next : body.getBytes(UTF_8)) {
            search.next(next);
        }

        assertThat(search.found()).isEqualTo(body.contains(text));
    }
}
