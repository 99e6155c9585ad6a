package dev.evenkeel.balancer.peer;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.containers.GenericContainer;

/**
 * The real servers of a test class; register it as a static field and start them before all tests. After the
 * last test they are gone.
 */
final class Peers implements AfterAllCallback {
    /** How gunicorn's workers treat connections. */
    enum Worker {
        /** One request at a time, and every connection is closed after its response. */
        SYNC,
        /** Threads; a connection is kept for two seconds, which gunicorn does not announce. */
        GTHREAD
    }

    private final List<GenericContainer<?>> containers = new ArrayList<>();

    Peer nginx() {
        return Peer.start(added(new GenericContainer<>(Images.NGINX)));
    }

    Peer apache() {
        return Peer.start(added(new GenericContainer<>(Images.APACHE)));
    }

    /** Django under gunicorn; its front page answers with {@code name}. */
    Peer django(String name, Worker worker) {
        return Peer.start(djangoContainer(name, worker));
    }

    /**
     * Django under gunicorn on a Unix socket in {@code folder}.
     *
     * @return its address in quotes, as the configuration wants it
     */
    String djangoOnUnixSocket(String name, Worker worker, Path folder) {
        Path socket = folder.resolve("app.sock");
        djangoContainer(name, worker)
                .withNetworkMode("none")
                .withCreateContainerCmdModifier(
                        create -> hostConfig(create).withBinds(Bind.parse(folder + ":/run/peer")))
                .withEnv("BIND", "unix:/run/peer/app.sock")
                .start();
        await("a listener on " + socket).atMost(Peer.PATIENCE).until(() -> accepts(socket));
        return "\"unix:" + socket + '"';
    }

    private static HostConfig hostConfig(CreateContainerCmd create) {
        return requireNonNull(create.getHostConfig(), "host config");
    }

    private static boolean accepts(Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private GenericContainer<?> djangoContainer(String name, Worker worker) {
        return added(new GenericContainer<>(Images.DJANGO))
                .withEnv("NAME", name)
                .withEnv("WORKER", worker.name().toLowerCase(Locale.ROOT));
    }

    /** The addresses of these as a list in the configuration. */
    static String addresses(Peer... peers) {
        return Stream.of(peers).map(Peer::address).collect(Collectors.joining(", ", "[", "]"));
    }

    private GenericContainer<?> added(GenericContainer<?> container) {
        containers.add(container);
        return container;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        containers.forEach(GenericContainer::stop);
    }
}
