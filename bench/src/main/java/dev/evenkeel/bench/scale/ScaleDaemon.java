package dev.evenkeel.bench.scale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.bench.rig.Cleanup;
import dev.evenkeel.bench.rig.CpuReading;
import dev.evenkeel.bench.rig.Evenkeel;
import dev.evenkeel.bench.rig.Launch;
import dev.evenkeel.bench.rig.ResidentMemory;
import dev.evenkeel.bench.rig.RigException;
import dev.evenkeel.bench.rig.Subprocess;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A running Evenkeel with a configuration of our making, and its admin API. */
final class ScaleDaemon implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration CALL_LIMIT = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 5;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Subprocess process;
    private final ConfigText texts;
    private final Path config;
    private final JvmStops stops;
    private final double startMillis;

    private ScaleDaemon(Subprocess process, ConfigText texts, Path config, JvmStops stops) {
        this.process = process;
        this.texts = texts;
        this.config = config;
        this.stops = stops;
        long start = System.nanoTime();
        awaitReady(start + START_LIMIT.toNanos());
        startMillis = millisSince(start);
    }

    /** Starts it with this configuration and waits until it answers a client. */
    static ScaleDaemon start(ConfigText texts, String config, Evenkeel evenkeel, int core, Cleanup cleanup) {
        try {
            Path directory = cleanup.temporaryDirectory();
            Path file = Files.writeString(directory.resolve("evenkeel.conf"), config);
            Path output = directory.resolve("output");
            Path stops = directory.resolve("stops.log");
            List<String> command = Stream.concat(evenkeel.command().stream(), Stream.of(file.toString()))
                    .toList();
            Map<String, String> environment =
                    evenkeel.withJvmFlags(JvmStops.flag(stops)).environment();
            Launch launch = new Launch("evenkeel", command, environment, directory, output, output);
            return new ScaleDaemon(Subprocess.start(launch, core, cleanup), texts, file, new JvmStops(stops));
        } catch (IOException e) {
            throw new RigException("the configuration cannot be written: " + e, e);
        }
    }

    private void awaitReady(long deadline) {
        URI uri = URI.create("http://127.0.0.1:" + texts.port() + "/1k");
        while (true) {
            try {
                if (send(HttpRequest.newBuilder(uri)).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // It has not opened its listener.
            }
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new RigException("evenkeel does not answer: " + process.lastWords());
            }
            pause(POLL_MILLIS);
        }
    }

    static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigException("interrupted", e);
        }
    }

    static double millisSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e6;
    }

    /** From the start of the process to the first answer to a client. */
    double startMillis() {
        return startMillis;
    }

    /** Of its JVM. */
    JvmStops stops() {
        return stops;
    }

    CpuReading cpu() {
        return CpuReading.of(process.pids());
    }

    double residentMebibytes() {
        return ResidentMemory.bytes(process.pids()) / (1024.0 * 1024.0);
    }

    void add(String backend) {
        call("POST", "/v1/pools/" + ConfigText.POOL + "/backends", "{\"address\":\"" + backend + "\"}", 201);
    }

    void remove(String backend) {
        String id = URLEncoder.encode(backend, StandardCharsets.UTF_8);
        call("DELETE", "/v1/pools/" + ConfigText.POOL + "/backends/" + id, "", 202);
    }

    /** Puts another configuration in place of the file and has it read. */
    void reload(String text) {
        try {
            Files.writeString(config, text);
        } catch (IOException e) {
            throw new RigException("the configuration cannot be written: " + e, e);
        }
        call("POST", "/v1/config/reload", "", 200);
    }

    /** How many backends of the pool have passed a check and failed none. */
    int healthyBackends() {
        int healthy = 0;
        for (JsonNode backend :
                call("GET", "/v1/pools/" + ConfigText.POOL, "", 200).path("backends")) {
            JsonNode checks = backend.path("health").path("check");
            healthy +=
                    checks.path("passed").asLong() > 0 && checks.path("failed").asLong() == 0 ? 1 : 0;
        }
        return healthy;
    }

    private JsonNode call(String method, String path, String body, int expected) {
        URI uri = URI.create("http://127.0.0.1:" + texts.adminPort() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(body));
        try {
            HttpResponse<String> response = send(request.header("Content-Type", "application/json"));
            if (response.statusCode() != expected) {
                throw new RigException(method + " " + path + ": " + response.statusCode() + " " + response.body());
            }
            return new ObjectMapper().readTree(response.body());
        } catch (IOException e) {
            throw new RigException(method + " " + path + ": " + e, e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.timeout(CALL_LIMIT).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigException("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.stop();
    }
}
