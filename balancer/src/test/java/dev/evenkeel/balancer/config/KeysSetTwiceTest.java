package dev.evenkeel.balancer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HOCON lets the later of two values win without a word; here that is a problem, unless it is meant. */
class KeysSetTwiceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = 1\na = 2",
                "a : 1, a : 2",
                "a { b = 1 }\na.b = 2",
                "a.b = 1\na { c = 1, b = 2 }",
                "\"a\" = 1\na = 2",
                "a = [1]\na = [2]",
                "a = on\na { b = 1 }",
                "a { b = 1 }\na = off",
                "a = 1\na = ${b}",
                "a = 1\na = ${?b}x",
                "x = [{ a = 1, a = 2 }]",
                "pools { app {}, app { b = 1 } }",
                "services.s {}\nservices { s { x = 1 } }",
            })
    void areAProblem(String text) {
        assertThat(problems(text)).singleElement().asString().containsPattern("(set|used) twice \\(first in line 1\\)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = 1\na = ${?A}",
                "a = [1]\na += 2",
                "a = [1]\na = ${a} [2]",
                "a = x\na = ${?a}y",
                "a { b = 1 }\na { c = 2 }",
                "pools.app.b = 1\npools { app { c = 2 } }",
                "pools { one {} }\npools { two {} }",
                "x = [{ a = 1 }, { a = 2 }]",
                "a = 1 # a = 2\n// a = 3",
                "a = \"\"\"\na = 1\na = 2\n\"\"\"",
                "a = \"x, a = 2\"",
            })
    void areMeantWhereNothingIsLost(String text) {
        assertThat(problems(text)).isEmpty();
    }

    @Test
    void areNamedWithBothLines() {
        assertThat(problems(
                        "pools {\n  app {\n    policy = first\n    keep-alive = on\n    policy = random-two\n  }\n}"))
                .containsExactly("test:5: pools.app.policy: set twice (first in line 3). Leave only one of them.");
    }

    private static List<String> problems(String text) {
        var problems = new Problems();
        new KeyScanner(problems).scan(new Source("test", Path.of(""), text));
        return problems.sorted().stream().map(Problem::toString).toList();
    }
}
