package dev.evenkeel.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.bench.rig.Evenkeel;
import dev.evenkeel.bench.rig.Proxy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ContenderTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"));

    @Test
    void withOneJavaEvenkeelHasItsPlainName() {
        assertThat(Contender.of(List.of(Proxy.EVENKEEL, Proxy.NGINX), List.of(evenkeel())))
                .extracting(Contender::name)
                .containsExactly("evenkeel", "nginx");
    }

    @Test
    void withSeveralItIsOneForEachJava() {
        String name = "evenkeel@" + Runtime.version().feature();

        assertThat(Contender.of(List.of(Proxy.EVENKEEL, Proxy.NGINX), List.of(evenkeel(), evenkeel())))
                .extracting(Contender::name)
                .containsExactly(name, name, "nginx");
    }

    @Test
    void readsTheMajorVersionOfJava() {
        assertThat(Contender.major("openjdk version \"17.0.15\" 2025-04-15")).isEqualTo("17");
        assertThat(Contender.major("openjdk version \"25\" 2025-09-16")).isEqualTo("25");
        assertThat(Contender.major("java version \"1.8.0_402\"")).isEqualTo("8");
        assertThat(Contender.major("no java here")).isEqualTo("unknown");
    }

    private static Evenkeel evenkeel() {
        return new Evenkeel(List.of("evenkeel"), JAVA, "auto", "");
    }
}
