package dev.evenkeel.balancer.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code evenkeel archive}: does once all that a daemon does when it starts, serves its first requests, is changed live and
 * reads its file again, so that the JVM, which the launcher told to, archives the classes that this took in the form in
 * which it loads them fastest.
 */
@Command(
        name = "archive",
        description = {
            "Lets the daemon start faster: archives its classes.",
            "To be done once after the installation, and again for another Java, for the archive is of the Java that"
                    + " made it. It stands beside the libraries. In a source checkout it is made by itself."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:The archive is made.", "1:It is not, and the daemon just starts slower."})
final class ArchiveCommand implements Callable<Integer> {
    /** What a first client may ask for is loaded by then, and the paths of a reused connection. */
    private static final int REQUESTS = 20;

    private final DaemonLauncher launcher;

    @Spec
    private @Nullable CommandSpec spec;

    ArchiveCommand(DaemonLauncher launcher) {
        this.launcher = launcher;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            Path folder = Files.createTempDirectory("evenkeel-archive");
            try {
                serve(folder.resolve("archive.conf"), folder.resolve("access.log"));
                return ExitCode.OK;
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            Output.errorsOf(spec).println("No archive was made: " + e.getMessage());
            return ExitCode.FAILED;
        }
    }

    private void serve(Path config, Path accessLog) throws IOException, InterruptedException {
        int web = freePort();
        int origin = freePort();
        int admin = freePort();
        String text = """
                listeners {
                  web { bind = "127.0.0.1:%1$d", routes = [ { path = "/fixed", service = fixed }, { service = app } ] }
                  origin { bind = "127.0.0.1:%2$d", routes = [ { service = origin } ] }
                }
                services { origin { demo {} }, fixed { fixed { status = 200, body = "ok" } } }
                pools {
                  app { policy = round-robin, backends = [ "127.0.0.1:%2$d" ] }
                  other { policy = least-connections, backends = [ "127.0.0.1:%2$d" ] }
                }
                admin { bind = "127.0.0.1:%3$d", state-file = "%4$s.state" }
                access-log { file = "%4$s" }
                """.formatted(web, origin, admin, accessLog);
        Files.writeString(config, text);
        var errand = new Errand(launcher, () -> {
            ask(web, admin);
            Files.writeString(config, text + "pools.app.queue.timeout = 9s\n");
            change(admin, "127.0.0.1:" + web);
        });
        if (new ForegroundRun(errand, errand, Output.errorsOf(spec)).run(config) != ExitCode.OK) {
            throw new IOException("the daemon did not start");
        }
        errand.checkDone();
    }

    private static void ask(int web, int admin) throws IOException {
        for (int i = 0; i < REQUESTS; i++) {
            request(web, "GET / HTTP/1.1\r\nHost: archive\r\nConnection: close\r\n\r\n");
        }
        request(web, "POST / HTTP/1.1\r\nHost: archive\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
        request(web, "GET /fixed HTTP/1.1\r\nHost: archive\r\nConnection: close\r\n\r\n");
        callAdmin(admin, "GET", "/metrics", "");
        callAdmin(admin, "GET", "/v1/pools", "");
    }

    private static void change(int admin, String backend) throws IOException {
        callAdmin(admin, "POST", "/v1/pools/other/backends", "{\"address\":\"" + backend + "\"}");
        callAdmin(admin, "POST", "/v1/config/reload", "");
        callAdmin(admin, "DELETE", "/v1/pools/other/backends/" + backend, "");
    }

    private static void callAdmin(int port, String method, String path, String body) throws IOException {
        request(port, """
                %s %s HTTP/1.1\r
                Host: 127.0.0.1\r
                Content-Type: application/json\r
                Content-Length: %d\r
                Connection: close\r
                \r
                %s""".formatted(method, path, body.length(), body));
    }

    private static void request(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            String response = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            if (!response.startsWith("HTTP/1.1 2")) {
                throw new IOException("a request was answered with "
                        + response.lines().findFirst().orElse("nothing"));
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            files.forEach(ArchiveCommand::deleteOne);
        }
        Files.delete(folder);
    }

    private static void deleteOne(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
