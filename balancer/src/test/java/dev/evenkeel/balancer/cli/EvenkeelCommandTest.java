package dev.evenkeel.balancer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.ConfigLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvenkeelCommandTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "run", "check", "reference"})
    void helpAtEveryLevelTellsTheExitCodes(String command) {
        var typed = Typed.evenkeel((command + " --help").strip().split(" "));

        assertThat(typed.exitCode()).isZero();
        assertThat(typed.out())
                .startsWith(("Usage: evenkeel " + command).strip())
                .contains("Exit codes:")
                .containsPattern("\\n +0 +\\w")
                .containsPattern("\\n +2 +The command line was not understood");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ctl", "ctl events", "ctl remove", "ctl pools"})
    void helpOfEveryCommandToARunningDaemonTellsItsExitCodes(String command) {
        var typed = Typed.evenkeel((command + " --help").split(" "));

        assertThat(typed.out())
                .containsPattern("\\n +1 +The daemon refused")
                .containsPattern("\\n +3 +The daemon could not be asked")
                .containsPattern("\\n +4 +What was waited for ended otherwise");
    }

    @Test
    void theListOfCommandsHasWholeSentences() {
        assertThat(Typed.evenkeel("--help").out()).contains("Lets the daemon start faster: archives its classes.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "run", "check", "reference"})
    void versionIsToldAtEveryLevel(String command) {
        var typed = Typed.evenkeel((command + " --version").strip().split(" "));

        assertThat(typed.exitCode()).isZero();
        assertThat(typed.out()).matches("evenkeel [0-9]+\\.[0-9]+\\.[0-9]+\\S* \\(Java 1?[0-9].*\\)\\R");
    }

    @ParameterizedTest
    @CsvSource({"run, evenkeel.conf", "run x.conf, x.conf", "run /etc/evenkeel.conf, /etc/evenkeel.conf"})
    void aPlainRunIsUnderstoodWithoutPicocli(String command, String file) {
        assertThat(EvenkeelCommand.fileOfPlainRun(command.split(" "))).hasToString(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"run --help", "run -- x.conf", "run @arguments", "run x.conf y.conf", "check x.conf", "rn x.conf"
            })
    void whatIsMoreThanAPlainRunIsLeftToPicocli(String command) {
        assertThat(EvenkeelCommand.fileOfPlainRun(command.split(" "))).isNull();
    }

    @Test
    void helpListsTheCommands() {
        assertThat(Typed.evenkeel("--help").out()).contains("run ", "check ", "reference ");
    }

    @Test
    void withoutACommandItSaysHowToUseIt() {
        var typed = Typed.evenkeel();

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).contains("Usage: evenkeel");
    }

    @Test
    void aMistypedCommandIsAnsweredWithTheNearest() {
        var typed = Typed.evenkeel("chek");

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).contains("Did you mean: evenkeel check");
    }

    @Test
    void theReferenceIsPrinted() {
        assertThat(Typed.evenkeel("reference").out()).isEqualTo(ConfigLoader.reference());
    }
}
