package dev.evenkeel.bench.rig;

import java.util.Arrays;
import java.util.List;

/** The kinds of traffic that are measured. */
public enum Workload {
    GET_1K("1k", "1 KiB GET", 64, 1024),
    HEADERS_1K("1k-headers", "1 KiB GET with 20 browser-like header fields", 64, 1024),
    POST_4K("4k-post", "4 KiB POST", 64, 3),
    GET_16K("16k", "16 KiB GET", 64, 16 * 1024),
    GET_1M("1m", "1 MiB GET", 16, 1024 * 1024),
    NEW_CONNECTION("1k-close", "1 KiB GET, a new client connection for each request", 64, 1024);

    private final String id;
    private final String title;
    private final int connections;
    private final int responseBytes;

    Workload(String id, String title, int connections, int responseBytes) {
        this.id = id;
        this.title = title;
        this.connections = connections;
        this.responseBytes = responseBytes;
    }

    /** The name on the command line and in reports. */
    public String id() {
        return id;
    }

    /** What it is, for people. */
    public String title() {
        return title;
    }

    /** How many connections the load generator holds open; each has one request under way. */
    public int connections() {
        return connections;
    }

    /** What each client sends. */
    public Request request() {
        return switch (this) {
            case GET_1K -> Request.get("/1k");
            case HEADERS_1K -> Request.fromBrowser("/1k");
            case POST_4K -> Request.post("/post", 4096);
            case GET_16K -> Request.get("/16k");
            case GET_1M -> Request.get("/1m");
            case NEW_CONNECTION -> Request.closing("/1k");
        };
    }

    /** The length of the response's body, in bytes. */
    public int responseBytes() {
        return responseBytes;
    }

    /** The workload of that id. */
    public static Workload ofId(String id) {
        return Arrays.stream(values())
                .filter(workload -> workload.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new RigException("workload: " + id + " (expected: one of " + ids() + ")"));
    }

    /** The ids of all workloads. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Workload::id).toList();
    }
}
