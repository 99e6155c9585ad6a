package dev.evenkeel.balancer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTargetTest {

    @Test
    void isTextWithGaps() {
        var target = RedirectTarget.parse("https://{host}:8443{path}{query}");

        assertThat(target.pieces())
                .containsExactly(
                        new RedirectTarget.Literal("https://"),
                        RedirectTarget.Variable.HOST,
                        new RedirectTarget.Literal(":8443"),
                        RedirectTarget.Variable.PATH,
                        RedirectTarget.Variable.QUERY);
        assertThat(target).hasToString("https://{host}:8443{path}{query}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a b", "/é", "/a\r\nX: y", "/{port}", "/{", "/{path", "{}"})
    void isRefusedInDoubt(String text) {
        assertThatThrownBy(() -> RedirectTarget.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: ");
    }
}
