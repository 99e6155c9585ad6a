package dev.evenkeel.balancer.config;

import static java.util.Objects.requireNonNull;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a HOCON text before its substitutions are made, kept by its pieces: of the next text of the same file only
 * those pieces are parsed that are not in this one. Immutable, safe from any thread.
 */
final class ParsedText {
    static final ParsedText NONE = new ParsedText(Map.of(), ConfigFactory.empty());

    private final Map<String, Parsed> pieces;
    private final Config config;

    private ParsedText(Map<String, Parsed> pieces, Config config) {
        this.pieces = pieces;
        this.config = config;
    }

    /** What came of a piece that had so many lines before it. */
    private record Parsed(Config config, int line) {
        /** Whether it can stand elsewhere: what has substitutions to be made keeps its lines to itself. */
        boolean fits(int otherLine) {
            return line == otherLine || config.isResolved();
        }

        /** The whole begins where it did. */
        Config at(int otherLine) {
            return line == otherLine
                    ? config
                    : ((ConfigObject) moved(config.root(), otherLine - line).withOrigin(config.origin())).toConfig();
        }

        private static ConfigValue moved(ConfigValue value, int lines) {
            ConfigValue moved = value;
            if (value instanceof ConfigObject block) {
                var values = new HashMap<String, ConfigValue>(2 * block.size());
                // Not entrySet: it is a set by the values too, and works out the hash of all that is below.
                block.keySet().forEach(name -> values.put(name, moved(requireNonNull(block.get(name)), lines)));
                moved = ConfigValueFactory.fromMap(values);
            } else if (value instanceof ConfigList list) {
                moved = ConfigValueFactory.fromIterable(
                        list.stream().map(element -> moved(element, lines)).toList());
            }
            return moved.withOrigin(value.origin().withLineNumber(value.origin().lineNumber() + lines));
        }
    }

    /**
     * Parses this text.
     *
     * @param before what came of a text with the same description of its origin
     * @throws com.typesafe.config.ConfigException if it is not HOCON
     */
    static ParsedText of(String text, ConfigParseOptions options, ParsedText before) {
        return of(HoconPieces.of(text), options, before);
    }

    /** Parses what {@link HoconPieces#of} gave. */
    static ParsedText of(List<HoconPieces.Piece> pieces, ConfigParseOptions options, ParsedText before) {
        var parsed = new HashMap<String, Parsed>(2 * pieces.size());
        Config config = ConfigFactory.empty();
        for (HoconPieces.Piece piece : pieces) {
            Parsed known = before.pieces.get(piece.text());
            Config next = known != null && known.fits(piece.line()) ? known.at(piece.line()) : piece.parse(options);
            if (!mayInclude(piece.text())) {
                parsed.put(piece.text(), new Parsed(next, piece.line()));
            }
            config = next.withFallback(config);
        }
        return new ParsedText(parsed, config);
    }

    /** Then it means something else when the other file does. */
    private static boolean mayInclude(String piece) {
        return piece.contains("include");
    }

    Config config() {
        return config;
    }
}
