package dev.evenkeel.balancer.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a HOCON text before its substitutions are made, kept by its pieces: of the next text of the same file only
 * those pieces are parsed that are not in this one. Immutable, safe from any thread.
 */
final class ParsedText {
    static final ParsedText NONE = new ParsedText(Map.of(), ConfigFactory.empty());

    private final Map<String, Config> pieces;
    private final Config config;

    private ParsedText(Map<String, Config> pieces, Config config) {
        this.pieces = pieces;
        this.config = config;
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
    static ParsedText of(List<String> pieces, ConfigParseOptions options, ParsedText before) {
        var parsed = new HashMap<String, Config>(2 * pieces.size());
        Config config = null;
        for (String piece : pieces) {
            Config known = before.pieces.get(piece);
            Config next = known == null ? ConfigFactory.parseString(piece, options) : known;
            if (!mayInclude(piece)) {
                parsed.put(piece, next);
            }
            config =
                    config == null ? next : HoconPieces.withoutLinesBefore(next).withFallback(config);
        }
        return new ParsedText(parsed, config == null ? ConfigFactory.empty() : config);
    }

    /** Then it means something else when the other file does. */
    private static boolean mayInclude(String piece) {
        return piece.contains("include");
    }

    Config config() {
        return config;
    }
}
