package dev.evenkeel.balancer.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.LiveChange.Presence;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FittingTest {
    private final ConfigFile file = ConfigLoader.parse("""
            listeners.web { bind = "127.0.0.1:8080", routes = [ { service = app } ] }
            pools.app.backends = []
            """, "test.conf").fileOrElseThrow();

    private static Overlay overlay(String key, String value) {
        return Overlay.of(List.of(
                new LiveChange(Resource.pool("app"), Presence.CHANGED, Map.of(key, new LiveValue(value, null)))));
    }

    @Test
    void whatDoesNotFitIsLeftOutAndNamed() {
        Fitting fitting = Fitting.of(file, overlay("queue.length", "many"), List.of());

        assertThat(fitting.laid().overlay()).isEqualTo(Overlay.EMPTY);
        assertThat(fitting.misfits())
                .singleElement()
                .asString()
                .startsWith("Live change of pools.app: ")
                .contains("queue.length: many");
    }

    @Test
    void whatFitsOneByOneAndNotTogetherIsLeftOutWithWhatIsWrong() {
        Problem problem = new Problem("test.conf", 1, "pools.app", "is no good", "");

        Fitting fitting = Fitting.of(file, overlay("queue.length", "7"), List.of(problem));

        assertThat(fitting.laid().overlay()).isEqualTo(Overlay.EMPTY);
        assertThat(fitting.misfits()).containsExactly("Live changes together: " + problem);
    }
}
