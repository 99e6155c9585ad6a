package dev.evenkeel.balancer.testkit;

import static java.util.Objects.requireNonNull;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import dev.evenkeel.balancer.Daemon;
import dev.evenkeel.balancer.config.ConfigFile;
import dev.evenkeel.balancer.config.ConfigLoader;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The daemon under test, in this process, and the clients that talk to it.
 *
 * <p>What the test's configuration leaves open is filled in: a listener {@code web} on a free port,
 * a route to the only service, one event loop, a second for the shutdown. The system property
 * {@code evenkeel.test.transport} chooses the transport.
 */
public final class Proxy implements AutoCloseable {

    private final Scene scene;
    private final Daemon daemon;
    private final Map<String, SocketAddress> addresses = new HashMap<>();

    private Proxy(Scene scene, Daemon daemon) {
        this.scene = scene;
        this.daemon = daemon;
        for (String listener : daemon.live().config().listeners().keySet()) {
            addresses.put(listener, daemon.listenerAddresses(listener).get(0));
        }
    }

    static Proxy start(Scene scene, String hocon) {
        String text = completed(ConfigFactory.parseString(hocon)).root().render(ConfigRenderOptions.concise());
        ConfigFile config = ConfigLoader.parse(text, "the test's configuration").fileOrElseThrow();
        try {
            return new Proxy(scene, Daemon.start(config, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Config completed(Config given) {
        Config config = given;
        for (String listener : listeners(given)) {
            String path = "listeners." + ConfigUtil.quoteString(listener);
            config = withDefault(config, path + ".bind", "127.0.0.1:0");
            config = withDefault(config, path + ".routes", List.of(Map.of("service", service(given))));
        }
        config = withDefault(config, "runtime.threads", 1);
        config = withDefault(config, "runtime.shutdown-timeout", "1s");
        return withDefault(config, "runtime.transport", System.getProperty("evenkeel.test.transport", "auto"));
    }

    private static Config withDefault(Config config, String path, Object value) {
        return config.hasPathOrNull(path) ? config : config.withValue(path, ConfigValueFactory.fromAnyRef(value));
    }

    private static List<String> listeners(Config config) {
        return config.hasPath("listeners")
                ? List.copyOf(config.getObject("listeners").keySet())
                : List.of("web");
    }

    private static String service(Config config) {
        List<String> names = new ArrayList<>();
        for (String path : List.of("pools", "services")) {
            if (config.hasPath(path)) {
                names.addAll(config.getObject(path).keySet());
            }
        }
        return names.size() == 1 ? names.get(0) : "app";
    }

    /** Where the only listener, or the one called {@code web}, listens. */
    public SocketAddress address() {
        return address("web");
    }

    /** Where this listener listens, or did when it began; the first of its addresses. */
    public SocketAddress address(String listener) {
        SocketAddress address = requireNonNull(addresses.get(listener), listener);
        return address instanceof DomainSocketAddress unix ? UnixDomainSocketAddress.of(unix.path()) : address;
    }

    /** The daemon itself. */
    public Daemon daemon() {
        return daemon;
    }

    /** A connection that stays open until the client or the proxy ends it. */
    public RawClient client() {
        return client("web");
    }

    /** A connection to this listener. */
    public RawClient client(String listener) {
        return scene.client(address(listener));
    }

    /** A connection whose kernel takes in next to nothing until the test reads. */
    public RawClient slowReader() {
        return scene.client(address(), 4096);
    }

    /** A GET on a connection of its own. */
    public Response get(String target, String... fields) {
        try (RawClient client = client()) {
            return client.get(target, fields);
        }
    }

    /** A POST on a connection of its own. */
    public Response post(String target, String body, String... fields) {
        try (RawClient client = client()) {
            return client.post(target, body, fields);
        }
    }

    /** A request without a body on a connection of its own. */
    public Response request(String method, String target, String... fields) {
        try (RawClient client = client()) {
            return client.request(method, target, fields);
        }
    }

    /** A GET of the admin API. */
    public Response admin(String target) {
        SocketAddress address = requireNonNull(daemon.adminAddress(), "no admin listener in the configuration");
        return scene.client(address).get(target, "Host: localhost");
    }

    /** A call of the admin API. */
    public Response admin(String method, String target, String body, String... fields) {
        SocketAddress address = requireNonNull(daemon.adminAddress(), "no admin listener in the configuration");
        List<String> all = new ArrayList<>(List.of("Host: localhost"));
        all.addAll(List.of(fields));
        return scene.client(address)
                .send(Messages.request(method, target, body.isEmpty() ? null : body, all.toArray(String[]::new)))
                .readResponseTo(method);
    }

    @Override
    public void close() {
        daemon.close();
    }
}
