package dev.evenkeel.balancer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code evenkeel run} in a JVM of its own. Close it, and it is gone. */
final class DaemonProcess implements AutoCloseable {

    private static final Pattern OPEN = Pattern.compile("Listener web is open at \\[/127\\.0\\.0\\.1:([0-9]+)]");
    private static final Pattern ADMIN = Pattern.compile("The admin API is at /127\\.0\\.0\\.1:([0-9]+)");
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final List<String> log = new CopyOnWriteArrayList<>();

    private DaemonProcess(Process process) {
        this.process = process;
        var reader = new Thread(
                () -> process.errorReader(UTF_8).lines().forEach(log::add), "log of process " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts it on a configuration, of which a listener {@code web} is bound to 127.0.0.1. What the shell that began the
     * tests may have made it ignore, as it does for what runs in the background, it is sent all the same.
     */
    static DaemonProcess run(Path file) throws IOException {
        return command("run", file.toString());
    }

    /** The same, started as {@code nohup} does. */
    static DaemonProcess runWithoutHangUp(Path file) throws IOException {
        return command("--ignore-signal=HUP", List.of("run", file.toString()));
    }

    /** Starts {@code evenkeel} with these arguments. */
    static DaemonProcess command(String... arguments) throws IOException {
        return command("--default-signal=HUP,INT", List.of(arguments));
    }

    private static DaemonProcess command(String signals, List<String> arguments) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of("env", signals, java, "-XX:TieredStopAtLevel=1"));
        if (Runtime.version().feature() >= 24) {
            command.add("--sun-misc-unsafe-memory-access=allow"); // as the launcher does
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        return new DaemonProcess(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Waits until it says so. */
    MatchResult awaitLog(Pattern pattern) {
        return await().atMost(PATIENCE)
                .until(
                        () -> log.stream()
                                .map(pattern::matcher)
                                .filter(Matcher::find)
                                .map(Matcher::toMatchResult)
                                .toList(),
                        found -> !found.isEmpty())
                .get(0);
    }

    /** The port of the listener. */
    int port() {
        return Integer.parseInt(awaitLog(OPEN).group(1));
    }

    /** The port of the admin API. */
    int adminPort() {
        return Integer.parseInt(awaitLog(ADMIN).group(1));
    }

    /** Waits until a file is there with this text in it. */
    void awaitFile(Path file, String text) {
        await().atMost(PATIENCE)
                .until(() -> Files.exists(file) && Files.readString(file).contains(text));
    }

    /** Sends a request for {@code path}, and leaves the answer to be read. */
    Socket send(String path) throws IOException {
        var socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port()), (int) PATIENCE.toMillis());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(UTF_8));
        return socket;
    }

    void signal(String name) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Stops it by SIGSTOP. Returns when no thread runs: the signal has been sent before all have heard it. */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
        await().until(this::stopped);
    }

    private boolean stopped() throws IOException {
        try (var threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
            return true;
        }
    }

    int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("ended; its log: %s", log)
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
