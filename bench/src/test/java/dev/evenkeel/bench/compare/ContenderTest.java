package dev.evenkeel.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.bench.rig.Evenkeel;
import dev.evenkeel.bench.rig.Proxy;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ContenderTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"));

    @Test
    void startedInOneWayEvenkeelHasItsPlainName() {
        assertThat(names(evenkeel("evenkeel", JAVA, "auto"))).containsExactly("evenkeel", "nginx");
    }

    @Test
    void severalTransportsAreToldApartByTheirNames() {
        assertThat(names(evenkeel("evenkeel", JAVA, "epoll"), evenkeel("evenkeel", JAVA, "nio")))
                .containsExactly("evenkeel@epoll", "evenkeel@nio", "nginx");
    }

    @Test
    void severalJavasAreToldApartByTheirVersions() {
        String java = Integer.toString(Runtime.version().feature());

        assertThat(names(evenkeel("evenkeel", JAVA, "auto"), evenkeel("evenkeel", null, "auto")))
                .first()
                .isEqualTo("evenkeel@" + java);
    }

    @Test
    void severalCommandsAreNumbered() {
        assertThat(names(evenkeel("old", JAVA, "epoll"), evenkeel("old", JAVA, "nio"), evenkeel("new", JAVA, "epoll")))
                .containsExactly("evenkeel@1,epoll", "evenkeel@1,nio", "evenkeel@2,epoll", "nginx");
    }

    @Test
    void readsTheMajorVersionOfJava() {
        assertThat(Contender.major("openjdk version \"17.0.15\" 2025-04-15")).isEqualTo("17");
        assertThat(Contender.major("openjdk version \"25\" 2025-09-16")).isEqualTo("25");
        assertThat(Contender.major("java version \"1.8.0_402\"")).isEqualTo("8");
        assertThat(Contender.major("no java here")).isEqualTo("unknown");
    }

    private static List<String> names(Evenkeel... evenkeels) {
        return Contender.of(List.of(Proxy.EVENKEEL, Proxy.NGINX), List.of(evenkeels)).stream()
                .map(Contender::name)
                .toList();
    }

    private static Evenkeel evenkeel(String command, @Nullable Path java, String transport) {
        return new Evenkeel(List.of(command), java, transport, "");
    }
}
