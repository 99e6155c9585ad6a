package dev.evenkeel.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class FailureWindowTest {
    @Property
    void countsTheLastSteps(@ForAll @Size(max = 100) List<@IntRange(max = 50) Integer> failuresPerStep) {
        FailureWindow window = new FailureWindow();
        List<Long> failures = new ArrayList<>();
        long total = 0;
        for (int more : failuresPerStep) {
            total += more;
            window.look(3 * total, total);
            failures.add(total);
        }
        int size = failures.size();
        long before = size == 0 ? 0 : failures.get(Math.max(0, size - 1 - FailureWindow.STEPS));

        assertThat(window.failures()).isEqualTo(total - before);
        assertThat(window.uses()).isEqualTo(3 * (total - before));
    }

    @Test
    void forgetsWhatWasBeforeARestart() {
        FailureWindow window = new FailureWindow();
        window.look(10, 5);
        window.look(20, 15);

        window.restart();
        window.look(22, 16);

        assertThat(window.uses()).isEqualTo(2);
        assertThat(window.failures()).isEqualTo(1);
    }
}
