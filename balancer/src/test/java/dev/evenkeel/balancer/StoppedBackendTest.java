package dev.evenkeel.balancer;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.Scene;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A backend whose process is stopped, as a debugger or a frozen container leaves it: its kernel still takes connections. */
class StoppedBackendTest {
    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path folder;

    @Test
    void getsNoRequestOnAConnectionThatItDidNotVerify() throws Exception {
        Path file = Files.writeString(folder.resolve("backend.conf"), """
                listeners.web { bind = "127.0.0.1:0", routes = [ { service = hello } ] }
                services.hello { fixed { body = "process" } }
                """);
        Origin other = scene.origin("other");
        try (DaemonProcess backend = DaemonProcess.run(file)) {
            Proxy proxy = scene.proxy("pools.app { policy = first, keep-alive = off, retry.attempts = 2"
                    + ", verify { target = \"/\", timeout = 500ms }, backends = [\"127.0.0.1:" + backend.port()
                    + "\", " + other.address() + "] }");
            assertThat(proxy.post("/", "x")).hasBody("process");

            backend.pause();

            assertThat(proxy.post("/", "x")).hasStatus(200).hasBody("other");
            assertThat(proxy.post("/", "x")).hasStatus(200).hasBody("other");
        }
    }
}
