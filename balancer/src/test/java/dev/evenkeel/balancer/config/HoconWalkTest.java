package dev.evenkeel.balancer.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HoconWalkTest {

    /** Random texts in many styles, each key once: the walk and the parser must see the same keys in the same lines. */
    @Property(tries = 500)
    void seesTheSameKeysInTheSameLinesAsTheParser(@ForAll long seed) {
        var text = new RandomHocon(seed).text();

        var parsed = new HashMap<String, Integer>();
        collect("", ConfigFactory.parseString(text).root(), parsed);

        assertThat(walk(text)).as(text).containsExactlyInAnyOrderEntriesOf(parsed);
    }

    @Test
    void findsTheEndOfAnyText() {
        for (var text : List.of("a {", "a [", "a = \"", "${", "}", "]", "a = ]", "include", "include \"", "=", "+=")) {
            assertThat(walk(text)).as(text).isNotNull();
        }
    }

    private static Map<String, Integer> walk(String text) {
        var lines = new HashMap<String, Integer>();
        new HoconWalk(text, new HoconWalk.Visitor() {
                    @Override
                    public void field(HoconWalk.Field field) {
                        if (field.value() != HoconWalk.Value.OBJECT) {
                            lines.put(HoconWalk.render(field.path()), field.line());
                        }
                    }

                    @Override
                    public void include(List<String> prefix, String form, String what, int line) {}
                })
                .walk(List.of());
        return lines;
    }

    private static void collect(String path, ConfigValue value, Map<String, Integer> lines) {
        if (value instanceof ConfigObject object) {
            object.forEach((name, child) -> {
                var childPath = (path.isEmpty() ? "" : path + ".") + HoconWalk.render(List.of(name));
                if (!(child instanceof ConfigObject)) {
                    lines.put(childPath, child.origin().lineNumber());
                }
                collect(childPath, child, lines);
            });
        } else if (value instanceof ConfigList list) {
            for (int i = 0; i < list.size(); i++) {
                collect(path + "[" + i + "]", list.get(i), lines);
            }
        }
    }

    /** Writes objects in the many ways that HOCON allows. */
    private static final class RandomHocon {

        private static final List<String> KEYS =
                List.of("a%d", "key-%d", "\"q.%d\"", "x%d.y", "\"{%d\".z", "include%d");
        private static final List<String> SCALARS = List.of(
                "1", "on", "10.5s", "plain words", "\"a, b = {\"", "\"\"\"x }\"\"\"", "\"\\\"\"", "a/b", "80%", "null");
        private static final List<String> SEPARATORS =
                List.of("\n", ",", ", ", "\n\n", " # c = {\n", " // d = [\n", ",\n");

        private final RandomGenerator random;
        private int names;

        RandomHocon(long seed) {
            this.random = new java.util.Random(seed);
        }

        String text() {
            return random.nextBoolean() ? object(0) : "{ " + object(0) + " }";
        }

        private String object(int depth) {
            var fields = new ArrayList<String>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                fields.add(pick(KEYS).formatted(names++) + value(depth));
            }
            return joined(fields);
        }

        private String value(int depth) {
            return switch (random.nextInt(depth > 2 ? 2 : 4)) {
                case 0, 1 -> pick(List.of(" = ", ":", " : ", "=")) + pick(SCALARS);
                case 2 -> pick(List.of(" ", "", " = ")) + "{" + pick(List.of("", "\n")) + object(depth + 1) + "\n}";
                default -> " = " + list(depth + 1);
            };
        }

        private String list(int depth) {
            var elements = new ArrayList<String>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                elements.add(random.nextBoolean() ? pick(SCALARS) : "{ " + object(depth + 1) + "\n}");
            }
            return "[" + joined(elements) + "\n]";
        }

        private String joined(List<String> parts) {
            var text = new StringBuilder(parts.get(0));
            for (var part : parts.subList(1, parts.size())) {
                text.append(pick(SEPARATORS)).append(part);
            }
            return text.toString();
        }

        private <T> T pick(List<T> choices) {
            return choices.get(random.nextInt(choices.size()));
        }
    }
}
