package dev.evenkeel.balancer.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file and all that it includes, parsed and with its substitutions made, and the way back from a value to the
 * line that it stands on.
 *
 * <p>Typesafe Config passes over an included file that is not there, and over a key that is set twice; both are
 * found by {@link KeyScanner}.
 */
final class HoconFiles {

    /** How the origin of a value from the environment begins. */
    static final String ENVIRONMENT = "environment variable ";

    private final Problems problems;
    private final Map<String, String> environment;
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Set<Path> paths = new LinkedHashSet<>();
    private final Source main;
    private final Map<String, ParsedText> parsed = new HashMap<>();
    private Map<String, Place> keys = Map.of();

    HoconFiles(Source main, Map<String, String> environment, Problems problems) {
        this.main = main;
        this.environment = environment;
        this.problems = problems;
    }

    /** The same files, with nothing found wrong with them yet. */
    HoconFiles anew() {
        var same = new HoconFiles(main, environment, new Problems());
        same.parsed.putAll(parsed);
        same.sources.putAll(sources);
        same.paths.addAll(paths);
        same.keys = keys;
        return same;
    }

    /**
     * The whole as one object, or {@code null} if one of the files is not HOCON.
     *
     * @param before what {@link #parsed} gave when they were read last
     */
    @Nullable
    ConfigObject read(Map<String, ParsedText> before) {
        paths.add(main.file());
        var whole = parse(main, new ArrayDeque<>(List.of(main.file())), before);
        if (!problems.isEmpty()) {
            return null;
        }
        keys = new KeyScanner(problems).scan(main);
        return substitute(whole);
    }

    private Config parse(Source source, Deque<Path> open, Map<String, ParsedText> before) {
        sources.put(source.name(), source);
        var options = ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setOriginDescription(source.name())
                .setIncluder(new Includer(source, open, before));
        try {
            var text = ParsedText.of(source.text(), options, before.getOrDefault(source.name(), ParsedText.NONE));
            parsed.put(source.name(), text);
            return text.config();
        } catch (ConfigException e) {
            report(e, source);
            return ConfigFactory.empty();
        }
    }

    /** Leaves a substitution that has no value as it is: it is reported where its key is read, with all others. */
    private @Nullable ConfigObject substitute(Config whole) {
        var options = ConfigResolveOptions.noSystem().setAllowUnresolved(true).appendResolver(new Environment());
        try {
            return whole.resolve(options).root();
        } catch (ConfigException e) {
            report(e, main);
            return null;
        }
    }

    private void report(ConfigException e, Source source) {
        var origin = e.origin();
        var message = String.valueOf(e.getMessage());
        if (origin != null && message.startsWith(origin.description() + ": ")) {
            message = message.substring(origin.description().length() + 2);
        }
        var place = origin == null ? null : placeOf(origin);
        problems.add(place == null ? new Place(source.name(), 0) : place, "", message, "");
    }

    /** Where {@code value}, which stands at {@code path}, was written; {@code parent} if that is not known. */
    Place placeOf(ConfigValue value, String path, Place parent) {
        var place = placeOf(value.origin());
        return place != null ? place : keys.getOrDefault(path, parent);
    }

    /** Where the file begins. */
    Place top() {
        return new Place(main.name(), 1);
    }

    Problems problems() {
        return problems;
    }

    /** All files that were looked for, those that are not there included. */
    Set<Path> paths() {
        return Collections.unmodifiableSet(paths);
    }

    /** What each of them was parsed to, by its name. */
    Map<String, ParsedText> parsed() {
        return Collections.unmodifiableMap(parsed);
    }

    /** The file that was asked for. */
    Source main() {
        return main;
    }

    /** The source that {@code value} stands in; the main file if it comes from the environment. */
    Source sourceOf(ConfigValue value) {
        var place = placeOf(value.origin());
        return place == null ? main : sources.getOrDefault(place.file(), main);
    }

    private @Nullable Place placeOf(ConfigOrigin origin) {
        var description = origin.description();
        var first = description.startsWith("merge of ") ? description.substring("merge of ".length()) : description;
        for (var name : sources.keySet()) {
            if (first.startsWith(name + ": ")) {
                return new Place(name, Math.max(0, origin.lineNumber()));
            }
        }
        return null;
    }

    /** Includes files only, by their exact names, from the folder of the file that asks. */
    private final class Includer
            implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

        private final Source source;
        private final Deque<Path> open;
        private final Map<String, ParsedText> before;

        Includer(Source source, Deque<Path> open, Map<String, ParsedText> before) {
            this.source = source;
            this.open = open;
            this.before = before;
        }

        @Override
        public ConfigObject include(ConfigIncludeContext context, String what) {
            var file = source.resolve(what);
            paths.add(file);
            if (open.contains(file)) {
                return ConfigFactory.empty().root();
            }
            open.push(file);
            try {
                return parse(Source.read(file), open, before).root();
            } catch (IOException e) {
                return ConfigFactory.empty().root();
            } finally {
                open.pop();
            }
        }

        @Override
        public ConfigObject includeFile(ConfigIncludeContext context, File what) {
            return include(context, what.getPath());
        }

        @Override
        public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
            return ConfigFactory.empty().root();
        }

        @Override
        public ConfigObject includeResources(ConfigIncludeContext context, String what) {
            return ConfigFactory.empty().root();
        }

        @Override
        public ConfigIncluder withFallback(ConfigIncluder fallback) {
            return this;
        }
    }

    private final class Environment implements ConfigResolver {

        @Override
        public @Nullable ConfigValue lookup(String path) {
            var value = environment.get(path);
            return value == null ? null : ConfigValueFactory.fromAnyRef(value, ENVIRONMENT + path);
        }

        @Override
        public ConfigResolver withFallback(ConfigResolver fallback) {
            return this;
        }
    }
}
