package dev.evenkeel.bench.rig;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** Single requests from the bench itself, to see that a server is up and answers as it should. */
final class HttpProbe {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);

    /** Fields that the JDK's client keeps to itself. */
    private static final Set<String> RESTRICTED = caseInsensitive("Connection", "Host", "Content-Length");

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private HttpProbe() {}

    /** Waits until the server answers 200 to a small request. */
    static void awaitReady(Subprocess server, int port) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        String last = "nothing";
        while (System.nanoTime() < deadline) {
            if (!server.isAlive()) {
                throw new RigException(server.name() + " ended at its start: " + server.lastWords());
            }
            try {
                HttpResponse<byte[]> response = send(HttpRequest.newBuilder(uri(port, "/1k")));
                if (response.statusCode() == 200) {
                    return;
                }
                last = "status " + response.statusCode();
            } catch (IOException e) {
                last = e.toString();
            }
            Pause.briefly();
        }
        throw new RigException(server.name() + " did not answer 200 within " + START_LIMIT.toSeconds() + " s, but "
                + last + ": " + server.lastWords());
    }

    /** The body of the answer to a GET. */
    static String get(int port, String path) {
        try {
            return new String(send(HttpRequest.newBuilder(uri(port, path))).body(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new RigException("GET " + path + " failed: " + e, e);
        }
    }

    /** Fails unless the workload's request is answered with 200 and a body of the right length. */
    static void check(String server, Workload workload, int port) {
        Request request = workload.request();
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri(port, request.path()))
                .method(request.method(), BodyPublishers.ofByteArray(new byte[request.bodyBytes()]));
        for (Request.Field field : request.fields()) {
            if (!RESTRICTED.contains(field.name())) {
                builder.header(field.name(), field.value());
            }
        }
        try {
            HttpResponse<byte[]> response = send(builder);
            if (response.statusCode() != 200 || response.body().length != workload.responseBytes()) {
                throw new RigException(server + " answers " + workload.id() + " with status " + response.statusCode()
                        + " and " + response.body().length + " bytes (expected: 200 and " + workload.responseBytes()
                        + " bytes)");
            }
        } catch (IOException e) {
            throw new RigException(server + " does not answer " + workload.id() + ": " + e, e);
        }
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
        try {
            return CLIENT.send(request.timeout(REQUEST_LIMIT).build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigException("interrupted", e);
        }
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static Set<String> caseInsensitive(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(Set.of(names));
        return set;
    }
}
