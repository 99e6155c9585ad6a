package dev.evenkeel.balancer;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;
import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.config.ConfigLoader;
import dev.evenkeel.balancer.testkit.Answers;
import dev.evenkeel.balancer.testkit.Gate;
import dev.evenkeel.balancer.testkit.Origin;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Scene;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Where a daemon listens, over reloads of its file. */
class ListenersOverReloadsTest {
    private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path folder;

    private DaemonFolder files;
    private Origin one;
    private Origin two;

    @BeforeEach
    void twoPools() {
        files = new DaemonFolder(folder);
        one = scene.origin("one");
        two = scene.origin("two");
    }

    /** Ports that were free a moment ago. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> probes = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                probes.add(new ServerSocket(0));
            }
            return probes.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket probe : probes) {
                probe.close();
            }
        }
    }

    private static String listener(String name, String pool, String... addresses) {
        return "listeners." + name + " { bind = ["
                + Stream.of(addresses).map(address -> '"' + address + '"').collect(Collectors.joining(", "))
                + "], limits.connections = 100, routes = [ { service = " + pool + " } ] }\n";
    }

    private static String at(int port) {
        return "127.0.0.1:" + port;
    }

    private void write(String... listeners) throws IOException {
        Files.writeString(
                files.file(),
                String.join("", listeners) + "pools.one.backends = [" + one.address() + "]\npools.two.backends = ["
                        + two.address() + "]\n"
                        + "admin.bind = \"127.0.0.1:0\"\nruntime { threads = 2, shutdown-timeout = 30s }");
    }

    private Daemon start() throws IOException {
        return Daemon.start(ConfigLoader.load(files.file()).fileOrElseThrow(), files.file());
    }

    private int reload(Daemon daemon) throws Exception {
        return files.admin(daemon, "POST", "/v1/config/reload", "").statusCode();
    }

    private RawClient client(int port) {
        return scene.client(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private String get(int port) {
        return client(port).get("/").body();
    }

    private void assertRefused(int port) {
        assertThatThrownBy(() -> client(port)).hasMessageContaining("refused");
    }

    @Test
    void aListenerOfAnotherNameTakesOverTheAddress() throws Exception {
        int port = freePorts(1).get(0);
        write(listener("old", "one", at(port)));
        try (Daemon daemon = start()) {
            RawClient before = client(port);
            before.get("/");
            write(listener("new", "two", at(port)));

            assertThat(reload(daemon)).isEqualTo(200);

            assertThat(get(port)).isEqualTo("two");
            assertThat(daemon.listenerAddresses("new")).hasSize(1);
        }
    }

    @Test
    void aListenerOfAnotherNameTakesOverTheUnixSocket() throws Exception {
        Path path = folder.resolve("web.sock");
        write(listener("old", "one", "unix:" + path));
        try (Daemon daemon = start()) {
            write(listener("new", "two", "unix:" + path));

            assertThat(reload(daemon)).isEqualTo(200);

            assertThat(path).exists();
            assertThat(scene.client(UnixDomainSocketAddress.of(path)).get("/").body())
                    .isEqualTo("two");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void twoListenersSwapTheirAddresses() throws Exception {
        List<Integer> ports = freePorts(2);
        write(listener("a", "one", at(ports.get(0))), listener("b", "two", at(ports.get(1))));
        try (Daemon daemon = start()) {
            write(listener("a", "one", at(ports.get(1))), listener("b", "two", at(ports.get(0))));

            assertThat(reload(daemon)).isEqualTo(200);

            assertThat(get(ports.get(0))).isEqualTo("two");
            assertThat(get(ports.get(1))).isEqualTo("one");
        }
    }

    @Test
    void anAddressGivesWayToAllAddressesOfThePort() throws Exception {
        int port = freePorts(1).get(0);
        write(listener("a", "one", at(port)));
        try (Daemon daemon = start()) {
            write(listener("a", "one", "0.0.0.0:" + port));

            assertThat(reload(daemon)).isEqualTo(200);

            assertThat(get(port)).isEqualTo("one");
        }
    }

    @Test
    void allAddressesOfBothFamiliesMayStandBesideEachOther() throws Exception {
        int port = freePorts(1).get(0);
        write(listener("a", "one", "0.0.0.0:" + port, "[::]:" + port));
        try (Daemon daemon = start()) {
            assertThat(daemon.listenerAddresses("a")).hasSize(2);
            assertThat(get(port)).isEqualTo("one");
            assertThat(scene.client(new InetSocketAddress(InetAddress.getByAddress(IPV6_LOOPBACK), port))
                            .get("/")
                            .body())
                    .isEqualTo("one");
        }
    }

    @Test
    void anAddressThatIsTheSameUnderAnotherNameIsRefused() throws Exception {
        int port = freePorts(1).get(0);
        write(listener("a", "one", at(port)), listener("b", "two", "localhost:" + port));

        assertThatThrownBy(this::start)
                .hasMessage("cannot listen on localhost:" + port + ": it is the same as 127.0.0.1:" + port);
        assertRefused(port);
    }

    @Test
    void aRefusedReloadLeavesNothingOpen() throws Exception {
        List<Integer> ports = freePorts(2);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            write(listener("a", "one", at(ports.get(0))));
            try (Daemon daemon = start()) {
                write(
                        listener("a", "two", at(ports.get(0))),
                        listener("b", "two", at(ports.get(1))),
                        listener("c", "two", at(taken.getLocalPort())));

                assertThat(reload(daemon)).isEqualTo(409);

                assertRefused(ports.get(1));
                assertThat(get(ports.get(0))).isEqualTo("one");

                write(listener("a", "one", at(ports.get(0))), listener("b", "two", at(ports.get(1))));
                assertThat(reload(daemon)).isEqualTo(200);
                assertThat(get(ports.get(1))).isEqualTo("two");
            }
        }
    }

    @Test
    void aNewAddressIsNeverServedByTheOldRoutes() throws Exception {
        List<Integer> ports = freePorts(40);
        write(listener("a", "one", at(ports.get(0))));
        try (Daemon daemon = start()) {
            String[] all = ports.stream().map(ListenersOverReloadsTest::at).toArray(String[]::new);
            write(listener("a", "two", all));

            CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> {
                await().until(() -> canConnect(ports.get(1)));
                return get(ports.get(1));
            });
            assertThat(reload(daemon)).isEqualTo(200);

            assertThat(first.get()).isEqualTo("two");
        }
    }

    private boolean canConnect(int port) {
        try (var probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Test
    void whatIsUnderWayAtARemovedListenerFinishesThoughTheDaemonStops() throws Exception {
        List<Integer> ports = freePorts(2);
        Gate gate = scene.gate();
        two.answering(Answers.ok("late").after(gate));
        write(listener("a", "one", at(ports.get(0))), listener("b", "two", at(ports.get(1))));
        try (Daemon daemon = start()) {
            RawClient client = client(ports.get(1)).sendGet("/");
            two.awaitRequest(1);
            write(listener("a", "one", at(ports.get(0))));
            assertThat(reload(daemon)).isEqualTo(200);
            assertThat(files.admin(daemon, "GET", "/v1/status", "").body())
                    .contains("\"removed-listeners\":[{\"name\":\"b\",\"connections\":1}]");

            CompletableFuture<ShutdownSummary> stop = CompletableFuture.supplyAsync(daemon::shutdown);
            await().until(() -> !canConnect(ports.get(0)));
            gate.open();

            assertThat(client.readResponse()).hasStatus(200).hasBody("late").saysClose();
            assertThat(stop.get().cutConnections()).isZero();
        }
    }

    @Test
    void aReloadLetsInNoMoreConnectionsThanAllowed() throws Exception {
        int port = freePorts(1).get(0);
        write(listener("a", "one", at(port)).replace("connections = 100", "connections = 2"));
        try (Daemon daemon = start()) {
            for (int i = 0; i < 40; i++) {
                client(port).sendGet("/");
            }
            await().until(() -> one.requests().size() >= 2);

            for (int i = 0; i < 5; i++) {
                assertThat(reload(daemon)).isEqualTo(200);
            }

            assertThat(one.requests()).hasSizeLessThanOrEqualTo(4); // each loop may take one too many
        }
    }
}
