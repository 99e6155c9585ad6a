package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.RecordedRequest;
import dev.evenkeel.balancer.testkit.Scene;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Backends and listeners by other addresses than an IP and a port. */
class BackendAddressesTest {

    @RegisterExtension
    final Scene scene = new Scene();

    @Nested
    class UnixSockets {

        @Test
        void serveRequests() {
            Origin origin = scene.originOnUnixSocket("unix").answering(Answers.echo());
            assertThat(scene.proxyTo(origin).post("/", "body")).hasStatus(200).hasBody("body");
        }

        @Test
        void keepTheirConnections() {
            Origin origin = scene.originOnUnixSocket("unix");
            Proxy proxy = scene.proxyTo(origin);
            proxy.get("/1");
            proxy.get("/2");
            assertThat(origin.requests())
                    .extracting(RecordedRequest::connection)
                    .containsExactly(1, 1);
        }

        @Test
        void thatAreGoneAreTriedElsewhere() {
            Origin gone = scene.originOnUnixSocket("gone");
            gone.stop();
            Proxy proxy = scene.proxyTo("pools.app.policy = first\n", gone, scene.origin("second"));
            assertThat(proxy.post("/", "body")).hasBody("second");
        }

        @Test
        void thatCloseCostTheClientNothing() {
            Origin origin = scene.originOnUnixSocket("unix").answering(Answers.closing());
            Proxy proxy = scene.proxyTo("pools.app.policy = first\n", origin, scene.origin("second"));
            assertThat(proxy.get("/")).hasBody("second");
        }

        @Test
        void mayBeListenedOn(@TempDir Path folder) {
            String address = "unix:" + folder.resolve("web.sock");
            Proxy proxy = scene.proxyTo("listeners.web.bind = \"" + address + "\"\n", scene.origin("a"));
            assertThat(proxy.get("/1")).hasBody("a");
            assertThat(proxy.get("/2")).hasBody("a");
        }
    }

    @Nested
    class HostNames {

        @Test
        void areLookedUp() {
            Origin origin = scene.origin("a");
            String port = origin.endpoint().replaceAll(".*:", "");
            assertThat(scene.proxy("pools.app.backends = [\"localhost:" + port + "\"]")
                            .get("/"))
                    .hasBody("a");
        }
    }

    @Test
    void aListenerMayHaveSeveralAddresses() {
        Proxy proxy = scene.proxyTo("listeners.web.bind = [\"127.0.0.1:0\", \"[::1]:0\"]\n", scene.origin("a"));
        assertThat(proxy.daemon().listenerAddresses("web"))
                .hasSize(2)
                .allSatisfy(
                        address -> assertThat(scene.client(address).get("/")).hasBody("a"));
    }
}
