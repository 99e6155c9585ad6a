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

    private static final String TRICKY = """
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

    private static Config parsed(List<String> pieces) {
        return ParsedText.of(pieces, OPTIONS, ParsedText.NONE).config().resolve();
    }

    /** What stands there and in which line. */
    private static Map<String, String> lines(ConfigValue value) {
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
    void thePiecesMeanTheSameAsTheWholeAndEachValueStandsInItsLine(int longEnough) {
        List<String> pieces = HoconPieces.of(TRICKY, longEnough);

        assertThat(pieces).hasSizeGreaterThan(1);
        assertThat(parsed(pieces)).isEqualTo(parsed(List.of(TRICKY)));
        Map<String, String> whole = lines(parsed(List.of(TRICKY)).root());
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

    @Test
    void aLongFileIsCutIntoPiecesOfSomeLength() {
        String text = IntStream.range(0, 1_000)
                .mapToObj(i -> "  pool-" + i + " { backends = [ \"10.0.0.1:" + (i + 1) + "\" ] }")
                .collect(Collectors.joining("\n", "pools {\n", "\n}\n"));
        List<String> pieces = HoconPieces.of(text, 5_000);

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
                "pools {\n a { x = 1 }\n b { x = 1 }\n } }\n"
            })
    void whatIsNotSimpleStaysWhole(String text) {
        assertThat(HoconPieces.of(text, 1)).containsExactly(text);
    }

    @Test
    void aMistakeInALaterPieceIsNamedWithItsLine() {
        List<String> pieces = HoconPieces.of("pools {\n a { x = 1 }\n b { x = 1 }\n c { x = = }\n}\n", 1);

        assertThat(pieces).hasSize(4);
        assertThat(lineOfMistake(pieces)).isEqualTo(4);
    }

    private static int lineOfMistake(List<String> pieces) {
        try {
            parsed(pieces);
            return 0;
        } catch (ConfigException e) {
            return e.origin() == null ? 0 : e.origin().lineNumber();
        }
    }
}
