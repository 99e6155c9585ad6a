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
    GET_100M("100m", "100 MiB GET", 2, 100 * 1024 * 1024),
    POST_100M("100m-upload", "100 MiB POST", 2, 3),
    NEW_CONNECTION("1k-close", "1 KiB GET, a new client connection for each request", 64, 1024),
    NEW_BACKEND_CONNECTION("backend-close", "1 KiB GET, a new backend connection for each request", 64, 1024),
    IDLE("idle", "1 KiB GET, 200 requests a second over all connections", 50, 1024);

    private static final int IDLE_RATE = 200;
    private static final int LARGE = 1024 * 1024;

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
            case GET_1K, NEW_BACKEND_CONNECTION, IDLE -> Request.get("/1k");
            case HEADERS_1K -> Request.fromBrowser("/1k");
            case POST_4K -> Request.post("/post", 4096);
            case GET_16K -> Request.get("/16k");
            case GET_1M -> Request.get("/1m");
            case GET_100M -> Request.get("/100m");
            case POST_100M -> Request.post("/upload", 100 * 1024 * 1024);
            case NEW_CONNECTION -> Request.closing("/1k");
        };
    }

    /** The length of the response's body, in bytes. */
    public int responseBytes() {
        return responseBytes;
    }

    /** The rate at which requests are sent, whatever the answers do; 0 if the next one follows the last answer. */
    public int requestsPerSecond() {
        return this == IDLE ? IDLE_RATE : 0;
    }

    /** Whether connections to backends are kept for further requests. */
    public boolean keepsBackendConnections() {
        return this != NEW_BACKEND_CONNECTION;
    }

    /** Whether its bodies are so long that its cost is one per byte rather than per request. */
    public boolean isLarge() {
        return bodyBytes() >= LARGE;
    }

    /** The length of the bodies of one request and its response together. */
    public long bodyBytes() {
        return (long) responseBytes + request().bodyBytes();
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
