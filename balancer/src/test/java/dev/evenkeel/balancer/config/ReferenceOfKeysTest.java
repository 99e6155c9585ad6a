package dev.evenkeel.balancer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commented reference says of each key what the decoder does, and of no other. */
class ReferenceOfKeysTest {

    private static final String TEXT = ConfigLoader.reference();
    private static final List<HoconWalk.Field> LEAVES = KeyPaths.leaves(TEXT);

    @Test
    void documentsEveryKeyOnceAndNoOther() {
        assertThat(LEAVES)
                .extracting(KeyPaths::pattern)
                .containsExactlyElementsOf(Keys.all().stream().map(Key::path).toList());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void saysWhatEachKeyTakesAndItsDefault(Key<?> key) {
        var line = TEXT.lines().toList().get(fieldOf(key).line() - 2).strip();

        var ending = key.required()
                ? "Required."
                : key.defaultText() == null ? "No default." : "Default: " + key.defaultText() + ".";
        assertThat(line).isEqualTo("# " + key.kind().expected() + ". " + ending);
    }

    @ParameterizedTest
    @MethodSource("keysWithDefault")
    void showsEachDefaultAsItIsWritten(Key<?> key) {
        var line = TEXT.lines().toList().get(fieldOf(key).line() - 1).strip();

        assertThat(line).isEqualTo(key.name() + " = " + key.defaultText());
    }

    @Test
    void isGoodItself() {
        var problems = read(TEXT).problems();

        assertThat(problems).extracting(Problem::message).containsExactly("there is no file \"pages/502.html\"");
    }

    @ParameterizedTest
    @MethodSource("keys")
    void everyKeyIsRead(Key<?> key) {
        var field = fieldOf(key);
        var lines = new ArrayList<>(TEXT.lines().toList());
        lines.set(
                field.line() - 1,
                HoconWalk.render(List.of(field.path().get(field.path().size() - 1))) + " = {}");

        var problems = read(String.join("\n", lines)).problems();

        assertThat(problems).anySatisfy(problem -> {
            assertThat(problem.key()).isEqualTo(HoconWalk.render(field.path()));
            assertThat(problem.line()).isEqualTo(field.line());
            assertThat(problem.message())
                    .isEqualTo("a block (expected: " + key.kind().expected() + ")");
        });
    }

    static Stream<Key<?>> keys() {
        return Keys.all().stream();
    }

    static Stream<Key<?>> keysWithDefault() {
        return Keys.all().stream().filter(key -> key.defaultText() != null);
    }

    private static HoconWalk.Field fieldOf(Key<?> key) {
        return LEAVES.stream()
                .filter(field -> KeyPaths.pattern(field).equals(key.path()))
                .findFirst()
                .orElseThrow();
    }

    private static LoadResult read(String text) {
        return new ConfigLoader(Map.of()).read(new Source("reference", Path.of(""), text));
    }
}
