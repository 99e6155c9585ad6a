package dev.evenkeel.balancer.peer;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotModifiedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.containers.GenericContainer;

/**
 * A real server in a container, on a loopback port that it keeps for life: it can be killed and started
 * again, and comes back on the same address.
 */
final class Peer {
    private static final Logger LOG = LoggerFactory.getLogger(Peer.class);
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final GenericContainer<?> container;
    private final int port;

    private Peer(GenericContainer<?> container, int port) {
        this.container = container;
        this.port = port;
    }

    /** Starts the container with {@code PORT} in its environment and waits until it answers there. */
    static Peer start(GenericContainer<?> container) {
        int port = freePort();
        Peer peer = new Peer(container.withNetworkMode("host").withEnv("PORT", Integer.toString(port)), port);
        container.start();
        peer.awaitAnswer();
        return peer;
    }

    /** The address in quotes, as the configuration wants it. */
    String address() {
        return "\"127.0.0.1:" + port + '"';
    }

    /** The address itself, for a client that goes past the balancer. */
    InetSocketAddress socketAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Ends every process of the server at once; from then on its port refuses connections. */
    void kill() {
        engine().killContainerCmd(container.getContainerId()).exec();
        awaitRefusal();
    }

    /** Asks the server to stop and waits until it has. */
    void stop() {
        engine().stopContainerCmd(container.getContainerId()).withTimeout(20).exec();
        awaitRefusal();
    }

    /** Starts the server again unless it runs, and waits until it answers. */
    void restart() {
        try {
            engine().startContainerCmd(container.getContainerId()).exec();
        } catch (NotModifiedException running) {
            LOG.debug("The server at {} runs", address(), running);
        }
        awaitAnswer();
    }

    /** Freezes the server: its kernel goes on accepting connections, and nobody answers. */
    void pause() {
        engine().pauseContainerCmd(container.getContainerId()).exec();
    }

    /** Lets a frozen server go on where it was. */
    void resume() {
        engine().unpauseContainerCmd(container.getContainerId()).exec();
    }

    private DockerClient engine() {
        return container.getDockerClient();
    }

    private void awaitAnswer() {
        await("an answer from " + address())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(this::answers);
    }

    private void awaitRefusal() {
        await("a refusal from " + address()).atMost(PATIENCE).until(() -> !answers());
    }

    private boolean answers() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(5000);
            connection.setRequestProperty("Connection", "close");
            try (InputStream body = connection.getInputStream()) {
                body.readAllBytes();
            }
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * A free port below those that the kernel gives to outgoing connections, so that none of these can take
     * it while the server is down.
     */
    private static int freePort() {
        return ThreadLocalRandom.current()
                .ints(20_000, 30_000)
                .filter(Peer::isFree)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
