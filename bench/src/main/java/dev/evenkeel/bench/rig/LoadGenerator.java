package dev.evenkeel.bench.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.evenkeel.bench.load.Generator;
import dev.evenkeel.bench.load.LoadOrder;
import dev.evenkeel.bench.load.LoadReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Our own load generator, in a process that lives as long as the bench, so that it is warm after its first run. wrk sends
 * the next request when the last was answered; this one can send at a fixed rate. For one thread.
 */
public final class LoadGenerator {
    /** Room enough that it hardly ever collects garbage. */
    private static final List<String> JVM_FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-Xms256m",
            "-Xmn192m",
            "-Dio.netty.leakDetection.level=disabled",
            "--enable-native-access=ALL-UNNAMED");

    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;
    private final Path requestFile;

    private LoadGenerator(Process process, Path requestFile) {
        this.process = process;
        this.answers = process.inputReader(UTF_8);
        this.orders = process.outputWriter(UTF_8);
        this.requestFile = requestFile;
    }

    /** Starts it on that core; it is ended by {@code cleanup}. */
    public static LoadGenerator start(Path directory, int core, Cleanup cleanup) {
        List<String> command = new ArrayList<>(List.of(
                "taskset",
                "-c",
                Integer.toString(core),
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(JVM_FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Generator.class.getName()));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(directory.resolve("generator.err").toFile())
                    .start();
            cleanup.add(process::destroy);
            return new LoadGenerator(process, directory.resolve("generator.request"));
        } catch (IOException e) {
            throw new RigException("the load generator does not start: " + e.getMessage(), e);
        }
    }

    /** Its pid. */
    public long pid() {
        return process.pid();
    }

    /**
     * Sends requests at a fixed rate.
     *
     * @param connections how many are held open
     * @param perSecond the rate of the requests; 0 for as fast as the answers come
     * @param warmupSeconds load before the part that counts
     * @param seconds length of the part that counts
     */
    public LoadReport run(Request request, int port, int connections, long perSecond, int warmupSeconds, int seconds) {
        write(request, port);
        LoadOrder order = new LoadOrder(
                port, connections, perSecond, warmupSeconds * 1000L, seconds * 1000L, requestFile.toString());
        return LoadReport.parse(ask(order.toLine()));
    }

    /** Opens connections that have one request each and then stay open and silent, until {@link #release}. */
    public void hold(Request request, int port, int connections) {
        write(request, port);
        ask("hold port=" + port + " connections=" + connections + " request=" + requestFile);
    }

    /** Closes those connections. */
    public void release() {
        ask("release");
    }

    private void write(Request request, int port) {
        try {
            Files.write(requestFile, request.bytes("127.0.0.1:" + port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String ask(String order) {
        try {
            orders.write(order + "\n");
            orders.flush();
            String answer = answers.readLine();
            if (answer == null || answer.startsWith("failed")) {
                throw new RigException("the load generator: " + (answer == null ? "ended" : answer));
            }
            return answer;
        } catch (IOException e) {
            throw new RigException("the load generator ended: " + e.getMessage(), e);
        }
    }
}
