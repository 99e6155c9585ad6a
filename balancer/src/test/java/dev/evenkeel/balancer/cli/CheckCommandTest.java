package dev.evenkeel.balancer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

    @TempDir
    Path folder;

    @Test
    void fiveMistakesInOneFileAreAllReportedWithLineKeyAndRemedy() throws IOException {
        var file = write("""
                listeners.web {
                  bind = "127.0.0.1:8080"
                  keep-alive { idle-timeout = 60 }
                  routes = [{ path = "/api/", service = apo }]
                }
                pools {
                  api {
                    polcy = least-connections
                    policy = least-conections
                    backends = ["10.0.0.1:8000", "10.0.0.1:8000"]
                  }
                }
                """);

        var typed = Typed.evenkeel("check", file.toString());

        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.out().lines())
                .containsExactly(
                        file + ":3: listeners.web.keep-alive.idle-timeout: 60 (expected: a time with its unit)."
                                + " Write 60s for seconds.",
                        file + ":4: listeners.web.routes[0].service: there is no service and no pool \"apo\"."
                                + " Did you mean \"api\"?",
                        file + ":8: pools.api.polcy: unknown key. Did you mean \"policy\"?",
                        file + ":9: pools.api.policy: least-conections (expected: round-robin, least-connections,"
                                + " random-two, first). Did you mean \"least-connections\"?",
                        file + ":10: pools.api.backends[1]: 10.0.0.1:8000 is in this pool already, as"
                                + " pools.api.backends[0]. Leave only one, with a higher weight if it should get more.",
                        file + ": 5 problems");
    }

    @Test
    void aGoodFileIsSummedUp() throws IOException {
        var file = write("""
                listeners.web { bind = ["127.0.0.1:8080", "unix:/run/web.sock"], routes = [{ service = app }] }
                pools.app.backends = ["10.0.0.1:8000", "10.0.0.2:8000"]
                """);

        var typed = Typed.evenkeel("check", file.toString());

        assertThat(typed.exitCode()).isZero();
        assertThat(typed.out().strip())
                .isEqualTo(file + ": OK: 1 listener (web at 127.0.0.1:8080 and unix:/run/web.sock),"
                        + " 0 services, 1 pool with 2 backends");
    }

    @Test
    void oneBadFileAmongGoodOnesIsEnoughToFail() throws IOException {
        var good = write("listeners.web { bind = \"unix:/w\", routes = [{ service = p }] }\npools.p.backends = []");

        var typed = Typed.evenkeel(
                "check", good.toString(), folder.resolve("none.conf").toString(), good.toString());

        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.out()).containsOnlyOnce("none.conf: no such file").contains("none.conf: 1 problem\n");
        assertThat(typed.out().lines().filter(line -> line.contains(": OK: "))).hasSize(2);
    }

    @Test
    void withoutAFileItSaysHowToUseIt() {
        var typed = Typed.evenkeel("check");

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).contains("Missing required parameter: 'FILE'").contains("Usage: evenkeel check");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("x.conf"), text);
    }
}
