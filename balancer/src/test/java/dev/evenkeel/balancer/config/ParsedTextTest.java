package dev.evenkeel.balancer.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParsedTextTest {
    private static final ConfigParseOptions OPTIONS =
            ConfigParseOptions.defaults().setOriginDescription("test.conf");
    private static final String TEXT = """
            pools {
              a { list = [ 1 ] }
              b { list = [ 2 ] }
              c { list = [ 3 ] }
            }
            """;

    private final ParsedText before = parse(TEXT, ParsedText.NONE);

    /** Each pool is a piece. */
    private static ParsedText parse(String text, ParsedText before) {
        List<String> pieces = HoconPieces.of(text, 1);
        assertThat(pieces).hasSizeGreaterThan(2);
        return ParsedText.of(pieces, OPTIONS, before);
    }

    private static ConfigValue list(ParsedText text, String pool) {
        return text.config().getValue("pools." + pool + ".list");
    }

    @Test
    void aPieceThatStaysIsNotParsedAgain() {
        ParsedText next = parse(TEXT.replace("2", "7"), before);

        assertThat(list(next, "a")).isSameAs(list(before, "a"));
        assertThat(list(next, "b").unwrapped()).isEqualTo(List.of(7));
        assertThat(list(next, "c")).isSameAs(list(before, "c"));
    }

    @Test
    void whatIsTakenOverMeansTheSameAsTheTextParsedAnew() {
        String text = TEXT.replace("2", "7") + "pools.a.list = ${pools.b.list}\n";
        Config next = parse(text, before).config().resolve();

        assertThat(next).isEqualTo(ConfigFactory.parseString(text, OPTIONS).resolve());
    }

    @Test
    void aPieceThatMovedStandsInItsNewLine() {
        ParsedText next = parse(TEXT.replace("  b", "\n  b"), before);

        assertThat(list(next, "a").origin().lineNumber()).isEqualTo(2);
        assertThat(list(next, "c").origin().lineNumber()).isEqualTo(5);
    }

    @Test
    void whatIsTakenOverTwiceIsStillTakenOver() {
        ParsedText next = parse(TEXT.replace("3", "9"), parse(TEXT.replace("2", "7"), before));

        assertThat(list(next, "a")).isSameAs(list(before, "a"));
        assertThat(list(next, "c").unwrapped()).isEqualTo(List.of(9));
    }
}
