package dev.evenkeel.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TemplateTest {
    @Test
    void fillsItsHoles() {
        Template template = new Template("t", "listen @host@:@port@;");

        assertThat(template.render(Map.of("host", "127.0.0.1", "port", "80"), Set.of()))
                .isEqualTo("listen 127.0.0.1:80;\n");
    }

    @Test
    void takesAValueAsItIs() {
        assertThat(new Template("t", "@value@").render(Map.of("value", "$1 \\ @"), Set.of()))
                .isEqualTo("$1 \\ @\n");
    }

    @Test
    void keepsALineOnlyIfItsFlagIsSet() {
        Template template = new Template("t", "a\n  [log] b\n  [!log] c");

        assertThat(template.render(Map.of(), Set.of("log"))).isEqualTo("a\n  b\n");
        assertThat(template.render(Map.of(), Set.of())).isEqualTo("a\n  c\n");
    }

    @Test
    void refusesAHoleWithoutAValue() {
        assertThatThrownBy(() -> new Template("t", "@port@").render(Map.of("host", "x"), Set.of()))
                .hasMessage("t: no value for @port@ (expected: one of [host])");
    }

    @Test
    void everyProxyHasOneThatNeedsNoMoreThanIsGiven() {
        Map<String, String> values = new HashMap<>();
        List<String> names = List.of(
                "port", "origin-a", "origin-b", "directory", "log", "user", "transport", "threads", "connections");
        names.forEach(name -> values.put(name, "1"));

        assertThat(Arrays.stream(Proxy.values())
                        .map(proxy -> Template.ofResource(proxy.id() + ".conf").render(values, Set.of("log", "root"))))
                .allSatisfy(config -> assertThat(config).isNotBlank().doesNotContain("[log]", "[root]", "@"));
    }
}
