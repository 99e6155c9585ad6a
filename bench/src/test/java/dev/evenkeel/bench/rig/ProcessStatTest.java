package dev.evenkeel.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ProcessStatTest {
    @Test
    void addsUserAndSystemTime() {
        ProcessStat stat = ProcessStat.parse("812 (nginx) S 1 812 812 0 -1 4194624 1650 0 0 0 25 17 3 4 20 0 1 0 5310");

        assertThat(stat).isEqualTo(new ProcessStat(420_000_000, 70_000_000));
    }

    @Test
    void readsPastAnyName() {
        ProcessStat stat =
                ProcessStat.parse("812 (a) R (b 1) S 1 812 812 0 -1 4194624 1650 0 0 0 25 17 3 4 20 0 1 0 5310");

        assertThat(stat.ownNanos()).isEqualTo(420_000_000);
    }

    @Test
    void refusesWhatIsNoStatLine() {
        assertThatThrownBy(() -> ProcessStat.parse("812 nginx"))
                .hasMessage("stat line: 812 nginx (expected: a name in parentheses)");
    }
}
