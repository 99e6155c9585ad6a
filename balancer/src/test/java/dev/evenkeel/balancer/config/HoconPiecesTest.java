package dev.evenkeel.balancer.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HoconPiecesTest {
    private static final ConfigParseOptions OPTIONS =
            ConfigParseOptions.defaults().setOriginDescription("test.conf");

    static final String TRICKY = """
            # pools { in a comment }
            top = 1
            limit = 5
            pools {
              // } another
              a { backends = [ "10.0.0.1:80", { address = "10.0.0.2:80", name = "} quoted \\" {" } ]
                queue { length = ${limit} } }
              b = { x = \"\"\"three
            } quotes "" {\"\"\", y = 2 },
              c { list = [ 1 ] } # not cut here
              d { list = [ 2 ]
                  url = "http://x/#y" }\t
              a { queue.timeout = 9s }
              e = ${pools.a} { weight = 2 }
              f {
                list = [ { a = 1 }
                         { b = ${top} } ]
              }
              d.list += 3
              g = 7
            }
            after { x = ${pools.d.list} }
            pools { h { y = 1 }
              i {} }
            last = [ { z = 1 } ]
            """;

    private static Config parsed(List<HoconPieces.Piece> pieces) {
        return ParsedText.of(pieces, OPTIONS, ParsedText.NONE).config().resolve();
    }

    /** What stands there and in which line. */
    static Map<String, String> lines(ConfigValue value) {
        var lines = new TreeMap<String, String>();
        collect("", value, lines);
        return lines;
    }

    private static void collect(String path, ConfigValue value, Map<String, String> lines) {
        lines.put(path, value.origin().lineNumber() + " " + value.valueType());
        if (value instanceof ConfigObject block) {
            block.forEach((name, child) -> collect(path + "/" + name, child, lines));
        } else if (value instanceof ConfigList list) {
            for (int i = 0; i < list.size(); i++) {
                collect(path + "/" + i, list.get(i), lines);
            }
        } else {
            lines.put(path, value.origin().lineNumber() + " " + value.unwrapped());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 60, 100, 150, 200, 300})
    void thePiecesMeanTheSameAsTheWholeAndEachValueStandsInItsLine(int usual) {
        List<HoconPieces.Piece> pieces = HoconPieces.of(TRICKY, usual);

        assertThat(pieces).hasSizeGreaterThan(1);
        assertThat(parsed(pieces)).isEqualTo(parsed(List.of(new HoconPieces.Piece(TRICKY, 0))));
        Map<String, String> whole =
                lines(parsed(List.of(new HoconPieces.Piece(TRICKY, 0))).root());
        Map<String, String> cut = lines(parsed(pieces).root());
        // A block that is written in several places, or made of others, has no one line.
        List.of("", "/pools", "/pools/a", "/pools/e", "/pools/d", "/pools/d/list", "/after/x")
                .forEach(several -> {
                    whole.remove(several);
                    cut.remove(several);
                });
        assertThat(cut).isEqualTo(whole);
    }

    static Stream<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "conf"))) {
            return files.filter(file -> file.toString().endsWith(".conf")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleFileMeansTheSameInPieces(Path sample) throws IOException {
        String text = Files.readString(sample);

        assertThat(ParsedText.of(HoconPieces.of(text, 10), OPTIONS, ParsedText.NONE)
                        .config())
                .isEqualTo(ConfigFactory.parseString(text, OPTIONS));
    }

    private static String manyPools(int first, int last) {
        return IntStream.range(first, last)
                .mapToObj(i -> "  pool-" + i + " { backends = [ \"10.0.0.1:" + (i + 1) + "\" ] }")
                .collect(Collectors.joining("\n", "pools {\n", "\n}\n"));
    }

    @Test
    void poolsThatComeFirstLeaveTheLaterPiecesAsTheyWere() {
        List<String> pieces = texts(HoconPieces.of(manyPools(10, 1_000), 3_000));
        List<String> withMore = texts(HoconPieces.of(manyPools(0, 1_000), 3_000));

        assertThat(pieces).hasSizeGreaterThan(8);
        assertThat(withMore)
                .endsWith(pieces.subList(pieces.size() / 2, pieces.size()).toArray(String[]::new));
    }

    private static List<String> texts(List<HoconPieces.Piece> pieces) {
        return pieces.stream().map(HoconPieces.Piece::text).toList();
    }

    @Test
    void poolsThatAreAllAlikeAreCutToo() {
        String text = "  p { x = 1 }\n".repeat(1_000);

        assertThat(HoconPieces.of("pools {\n" + text + "}\n", 1_000)).hasSizeGreaterThan(5);
    }

    @Test
    void aLongFileIsCutIntoPiecesOfSomeLength() {
        List<HoconPieces.Piece> pieces = HoconPieces.of(manyPools(0, 1_000), 5_000);

        assertThat(pieces).hasSizeBetween(5, 12);
        assertThat(parsed(pieces).getObject("pools")).hasSize(1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\n pools {\n a { x = 1 }\n b { x = 1 }\n }\n}\n",
                "x = 1, pools {\n a { x = 1 }\n b { x = 1 }\n }\n",
                "\"pools\" {\n a { x = 1 }\n b { x = 1 }\n }\n",
                "pools {\n a { x = [ 1 }\n b { x = 1 }\n }\n",
                "pools {\n a { x = 1 }\n b { x = 1 }\n",
                "pools {\n a { x = 1 }\n b { x = 1 }\n } }\n",
                "pools {\n a { x = 1 }\n\n, b { x = 1 } }\n",
                "pools {\n a { x = 1 }\n# one\n // two\n  , b { x = 1 } }\n",
                "pools {\n a { x = 1 },,\n b { x = 1 } }\n",
                "pools {\n a { x = 1 }\n b { x = 1 }\n} ${more}\nmore {}\n"
            })
    void whatIsNotSimpleStaysWhole(String text) {
        assertThat(HoconPieces.of(text, 1)).containsExactly(new HoconPieces.Piece(text, 0));
    }

    @Test
    void aMistakeInALaterPieceIsNamedWithItsLine() {
        List<HoconPieces.Piece> pieces = HoconPieces.of("pools {\n a { x = 1 }\n b { x = 1 }\n c { x = = }\n}\n", 1);

        assertThat(pieces).hasSize(4);
        assertThat(lineOfMistake(pieces)).isEqualTo(4);
    }

    private static int lineOfMistake(List<HoconPieces.Piece> pieces) {
        try {
            parsed(pieces);
            return 0;
        } catch (ConfigException e) {
            return e.origin() == null ? 0 : e.origin().lineNumber();
        }
    }
}
