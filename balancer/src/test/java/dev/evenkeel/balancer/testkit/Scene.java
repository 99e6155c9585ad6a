package dev.evenkeel.balancer.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Everything that one test needs on the network; register it as an instance field:
 *
 * <pre>{@code
 * @RegisterExtension
 * final Scene scene = new Scene();
 *
 * @Test
 * void aBackendThatClosesAnIdleConnectionCostsTheClientNothing() {
 *     var origin = scene.origin().closingAfter(1);
 *     var proxy = scene.proxy("pools.app.backends = [" + origin.address() + "]");
 *
 *     assertThat(proxy.get("/first")).hasStatus(200);
 *     assertThat(proxy.post("/second", "body")).hasStatus(200);
 *
 *     assertThat(origin.requests()).extracting(RecordedRequest::path).containsExactly("/first", "/second");
 * }
 * }</pre>
 *
 * <p>After each test all that was made is closed, clients before servers, and the test fails if an
 * origin was sent something malformed or its script failed. For use by the thread of the test.
 */
public final class Scene implements AfterEachCallback {

    private final List<Gate> gates = new ArrayList<>();
    private final List<RawClient> clients = new ArrayList<>();
    private final List<Proxy> proxies = new ArrayList<>();
    private final List<Origin> origins = new ArrayList<>();
    private final List<AutoCloseable> sockets = new ArrayList<>();

    /** Made by the test class. */
    public Scene() {}

    // ---- servers

    /** A server on a free port that answers with 200 and the body {@code origin}. */
    public Origin origin() {
        return origin("origin");
    }

    /** A server on a free port that answers with 200 and its name. */
    public Origin origin(String name) {
        return added(origins, Origin.onPort(name, loopback()));
    }

    /** A server on a Unix socket that answers with 200 and its name. */
    public Origin originOnUnixSocket(String name) {
        return added(origins, Origin.onUnixSocket(name));
    }

    /** An address, in quotes, that refuses connections for as long as the test runs. */
    public String refusingAddress() {
        try {
            SocketChannel bound = added(sockets, SocketChannel.open());
            bound.bind(loopback());
            return quoted(bound.getLocalAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An address, in quotes, where a connect gets no answer at all: the queue of its listener is full. */
    public String unansweringAddress() {
        try {
            ServerSocketChannel listener = added(sockets, ServerSocketChannel.open());
            listener.bind(loopback(), 1);
            int pending = 0;
            while (pending < 8) {
                SocketChannel filler = added(sockets, SocketChannel.open());
                filler.configureBlocking(false);
                pending = filler.connect(listener.getLocalAddress()) || filler.finishConnect() ? 0 : pending + 1;
            }
            return quoted(listener.getLocalAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An address, in quotes, where the kernel takes connections and nobody ever accepts or answers one. */
    public String hungAddress() {
        try {
            ServerSocketChannel listener = added(sockets, ServerSocketChannel.open());
            listener.bind(loopback(), 128);
            return quoted(listener.getLocalAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static String quoted(SocketAddress address) {
        return "\"127.0.0.1:" + ((InetSocketAddress) address).getPort() + '"';
    }

    // ---- clients

    /** A client connected to this address. */
    public RawClient client(SocketAddress address) {
        return client(address, 0);
    }

    /** A client whose kernel takes in about {@code receiveBuffer} bytes unread. */
    public RawClient client(SocketAddress address, int receiveBuffer) {
        return added(clients, new RawClient(address, receiveBuffer));
    }

    // ---- the product

    /** A daemon with this configuration, in which what every test needs may be left out; see {@link Proxy}. */
    public Proxy proxy(String hocon) {
        return added(proxies, Proxy.start(this, hocon));
    }

    /** A daemon with a pool {@code app} of these origins. */
    public Proxy proxyTo(Origin... backends) {
        return proxyTo("", backends);
    }

    /** A daemon with a pool {@code app} of these origins and these further settings of the whole configuration. */
    public Proxy proxyTo(String hocon, Origin... backends) {
        return proxy(hocon + "\npools.app.backends = " + addresses(backends));
    }

    /** The addresses as a list in the configuration. */
    public static String addresses(Origin... backends) {
        return Stream.of(backends).map(Origin::address).collect(Collectors.joining(", ", "[", "]"));
    }

    // ---- what holds it together

    /** A gate that the test opens; the end of the test opens it too. */
    public Gate gate() {
        return added(gates, new Gate());
    }

    private static <C, T extends C> T added(List<C> to, T made) {
        to.add(made);
        return made;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        gates.forEach(Gate::open);
        clients.forEach(RawClient::close);
        proxies.forEach(Proxy::close);
        origins.forEach(Origin::close);
        for (AutoCloseable socket : sockets) {
            socket.close();
        }
        complain();
    }

    private void complain() {
        AssertionError error = new AssertionError("an origin complains, see below");
        origins.forEach(origin -> origin.complaints().forEach(error::addSuppressed));
        if (error.getSuppressed().length > 0) {
            throw error;
        }
    }
}
