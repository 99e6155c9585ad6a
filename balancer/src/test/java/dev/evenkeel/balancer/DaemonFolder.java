package dev.evenkeel.balancer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.ConfigLoader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** A configuration file of one pool and a state file, the daemons that one starts with them, and calls to those. */
final class DaemonFolder {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;

    DaemonFolder(Path folder) {
        this.folder = folder;
    }

    Path file() {
        return folder.resolve("evenkeel.conf");
    }

    Path state() {
        return folder.resolve("state.json");
    }

    /** Writes the configuration. */
    void write(String pool, String rule) throws IOException {
        Files.writeString(file(), """
                listeners.web { bind = "127.0.0.1:0", routes = [ { service = app } ] }
                pools.app { %s }
                admin { bind = "127.0.0.1:0", state-file = "%s", on-conflict = %s }
                runtime { threads = 1, shutdown-timeout = 1s }
                """.formatted(pool, state(), rule));
    }

    Daemon start() throws IOException {
        return Daemon.start(ConfigLoader.load(file()).fileOrElseThrow(), file());
    }

    HttpResponse<String> admin(Daemon daemon, String method, String path, String body)
            throws IOException, InterruptedException {
        return call(requireNonNull(daemon.adminAddress()), method, path, body);
    }

    /** Asks through the listener. */
    HttpResponse<String> get(Daemon daemon) throws IOException, InterruptedException {
        return call(daemon.listenerAddresses("web").get(0), "GET", "/", "");
    }

    /** Asks a daemon, be it in this process or not. */
    HttpResponse<String> call(SocketAddress address, String method, String path, String body)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + ((InetSocketAddress) address).getPort() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.ofString(body, UTF_8))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
