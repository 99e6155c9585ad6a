package dev.evenkeel.balancer.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
        List<HoconPieces.Piece> pieces = HoconPieces.of(text, 1);
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

    static IntStream linesOfTricky() {
        return IntStream.range(0, (int) HoconPiecesTest.TRICKY.lines().count());
    }

    @ParameterizedTest
    @MethodSource("linesOfTricky")
    void whatComesAfterALineMoreOrOneLessStandsInItsNewLine(int line) {
        List<String> lines = new ArrayList<>(HoconPiecesTest.TRICKY.lines().toList());
        String one = String.join("\n", lines) + "\n";
        lines.add(line, "");
        String other = String.join("\n", lines) + "\n";

        assertThat(linesOf(parse(other, parse(one, ParsedText.NONE))))
                .isEqualTo(linesOf(parse(other, ParsedText.NONE)));
        assertThat(linesOf(parse(one, parse(other, ParsedText.NONE)))).isEqualTo(linesOf(parse(one, ParsedText.NONE)));
    }

    private static Map<String, String> linesOf(ParsedText text) {
        return HoconPiecesTest.lines(text.config().resolve().root());
    }

    @Test
    void aPieceThatMovedIsNotParsedAgain() {
        String number = "1.50";
        ParsedText one = parse(TEXT.replace("3", number), ParsedText.NONE);
        ParsedText next = parse(TEXT.replace("3", number).replace("  b", "\n  b"), one);

        ConfigValue c = ((ConfigList) list(next, "c")).get(0);
        assertThat(c.origin().lineNumber()).isEqualTo(5);
        assertThat(c.atKey("x").getString("x")).isEqualTo(number);
    }

    @Test
    void whatIsTakenOverTwiceIsStillTakenOver() {
        ParsedText next = parse(TEXT.replace("3", "9"), parse(TEXT.replace("2", "7"), before));

        assertThat(list(next, "a")).isSameAs(list(before, "a"));
        assertThat(list(next, "c").unwrapped()).isEqualTo(List.of(9));
    }
}
