package dev.evenkeel.balancer.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the keys of HOCON texts as they are written, for what the parser does not tell: a value that a later one
 * in the same file silently replaces, a name that is given to two things, an included file that is not there.
 *
 * <p>Replacing is meant, and no problem, if the later value is only {@code ${?…}}, or takes up the earlier one with
 * {@code +=} or by its own name; and if the two stand in different files, for that is what {@code include} is for.
 *
 * <p>The texts have been parsed already, so their syntax is known to be good.
 */
final class KeyScanner {

    /** Blocks whose entries are things with names. */
    private static final Set<String> NAMED = Set.of("listeners", "services", "pools");

    private final Problems problems;
    private final Map<String, Place> keys = new HashMap<>();
    private final Deque<Path> open = new ArrayDeque<>();

    KeyScanner(Problems problems) {
        this.problems = problems;
    }

    /** Where each key was set last, by its path; without those inside of lists. */
    Map<String, Place> scan(Source source) {
        open.push(source.file());
        new HoconWalk(source.text(), new Visitor(source)).walk(List.of());
        return keys;
    }

    /** Judges the keys of one file. */
    private final class Visitor implements HoconWalk.Visitor {

        private final Source source;
        private final Map<List<String>, HoconWalk.Field> seen = new HashMap<>();

        Visitor(Source source) {
            this.source = source;
        }

        @Override
        public void field(HoconWalk.Field field) {
            var path = HoconWalk.render(field.path());
            var place = new Place(source.name(), field.line());
            if (!field.inList()) {
                keys.put(path, place);
            }
            if (field.value() == HoconWalk.Value.OVERRIDE) {
                return;
            }
            var earlier = seen.putIfAbsent(field.path(), field);
            if (earlier == null) {
                return;
            }
            if (earlier.value() != HoconWalk.Value.OBJECT || field.value() != HoconWalk.Value.OBJECT) {
                problems.add(
                        place, path, "set twice (first in line " + earlier.line() + ")", "Leave only one of them.");
            } else if (field.path().size() == 2 && NAMED.contains(field.path().get(0))) {
                problems.add(
                        place,
                        path,
                        "name used twice (first in line " + earlier.line() + ")",
                        "Give one of them another name, or make them one block.");
            }
        }

        @Override
        public void include(List<String> prefix, String form, String what, int line) {
            var place = new Place(source.name(), line);
            if (!form.isEmpty() && !form.equals("file")) {
                problems.add(
                        place, "include", form + "(…) is not supported", "Include a file: include \"other.conf\".");
                return;
            }
            var file = source.resolve(what);
            if (open.contains(file)) {
                problems.add(place, "include", "\"" + what + "\" includes itself", "");
                return;
            }
            open.push(file);
            try {
                var included = Source.read(file);
                new HoconWalk(included.text(), new Visitor(included)).walk(prefix);
            } catch (IOException e) {
                problems.add(
                        place,
                        "include",
                        "\"" + what + "\": " + e.getMessage(),
                        "Paths begin in the folder of this file.");
            } finally {
                open.pop();
            }
        }
    }
}
