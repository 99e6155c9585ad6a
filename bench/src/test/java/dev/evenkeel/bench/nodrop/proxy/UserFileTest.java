package dev.evenkeel.bench.nodrop.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.evenkeel.bench.nodrop.load.Target;
import dev.evenkeel.bench.nodrop.origin.Greeting;
import dev.evenkeel.bench.rig.RigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the suite makes of a user's own configuration. */
final class UserFileTest {
    @TempDir
    Path directory;

    @Test
    void aRouteSaysWhatToAskFor() throws IOException {
        UserFile file = file("""
                { host = "*.example.com", path = "/api/", method = [ GET, POST ], header { X-Version = "2" }, service = a }
                { path = "/exact", service = b }
                """);

        assertThat(file.targets())
                .extracting(Target::pool, Target::host, Target::path, Target::methods, Target::fields)
                .containsExactly(
                        tuple(
                                "a",
                                "nodrop.example.com",
                                "/api/nodrop",
                                List.of("GET", "POST"),
                                Map.of("X-Version", "2")),
                        tuple("b", "nodrop.invalid", "/exact", List.of(), Map.of()));
    }

    @Test
    void aRouteBehindOneThatTakesAllLeadsNowhere() throws IOException {
        UserFile file = file("{ service = a }\n{ path = \"/b/\", service = b }");

        assertThat(file.targets()).extracting(Target::pool).containsExactly("a");
        assertThat(file.pools().keySet()).containsExactly("a");
    }

    @Test
    void backendsKeepTheirWeightsAndGetPortsOfTheirOwn() throws IOException {
        List<Member> members =
                file("{ service = a }").pools().values().iterator().next().members();

        assertThat(members).extracting(Member::weight).containsExactly(1, 3, 1);
        assertThat(members).extracting(Member::backup).containsExactly(false, false, true);
        assertThat(members).extracting(Member::maxConnections).containsExactly(Integer.MAX_VALUE, 7, Integer.MAX_VALUE);
        assertThat(members).extracting(Member::port).doesNotHaveDuplicates();
    }

    @Test
    void originsSayWhatTheHealthChecksWantToHear() throws IOException {
        UserFile file = file("{ service = b }");

        assertThat(file.pools().values()).extracting(PoolSpec::greeting).containsExactly(new Greeting(204, "well"));
    }

    @Test
    void aFileWithAMistakeIsRefusedWithTheMistake() {
        assertThatThrownBy(() -> file("{ servce = a }"))
                .isInstanceOf(RigException.class)
                .hasMessageContaining("servce");
    }

    private UserFile file(String routes) throws IOException {
        return UserFile.read(Files.writeString(directory.resolve("user.conf"), """
                listeners.web { bind = "0.0.0.0:80", routes = [ %s ] }
                pools.a.backends = [
                  "unix:/run/a.sock"
                  { address = "app.example.com:80", weight = 3, max-connections = 7 }
                  { address = "10.0.0.1:80", backup = on }
                ]
                pools.b {
                  backends = [ "10.0.0.2:80" ]
                  health.http { expect-status = "204-299", expect-body = well }
                }
                """.formatted(routes)));
    }
}
