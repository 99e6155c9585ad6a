package dev.evenkeel.bench.nodrop.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.bench.rig.Cleanup;
import dev.evenkeel.bench.rig.Evenkeel;
import dev.evenkeel.bench.rig.FreePorts;
import dev.evenkeel.bench.rig.Launch;
import dev.evenkeel.bench.rig.RigException;
import dev.evenkeel.bench.rig.Subprocess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Evenkeel, told of changes by its admin API, its file and SIGHUP. */
public final class EvenkeelUnderTest implements TestedProxy {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Pattern ID = Pattern.compile("[?&]nodrop=(\\d+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Outcomes before which a connection to the backend stood. */
    private static final Set<String> REACHED =
            Set.of("backend_closed", "backend_bad_response", "backend_first_byte_timeout", "backend_idle_timeout");

    private static final String TOKEN = "the-suite-asks-for-nothing-secret";

    private final UserFile file;
    private final Path directory;
    private final Path config;
    private final int adminPort;
    private final int extraPort;
    private final AdminClient admin;
    private final Map<String, List<Member>> members = new LinkedHashMap<>();
    private int reloads;
    private @Nullable Subprocess process;

    private EvenkeelUnderTest(UserFile file, Path directory) {
        this.file = file;
        this.directory = directory;
        this.config = directory.resolve("evenkeel.conf");
        List<Integer> ports = FreePorts.findLasting(2);
        this.adminPort = ports.get(0);
        this.extraPort = ports.get(1);
        String token = file.token();
        this.admin = new AdminClient(adminPort, token == null ? TOKEN : token);
        file.allPools().forEach(pool -> members.put(pool.name(), new ArrayList<>(pool.members())));
    }

    /** Starts it with the user's file, in which it sees what the suite puts in its place. */
    public static EvenkeelUnderTest start(UserFile file, Evenkeel evenkeel, Path directory, Cleanup cleanup) {
        EvenkeelUnderTest started = new EvenkeelUnderTest(file, directory);
        started.write();
        List<String> command = new ArrayList<>(evenkeel.command());
        command.add(started.config.toString());
        Subprocess process = Subprocess.start(
                new Launch(
                        "evenkeel",
                        command,
                        evenkeel.environment(),
                        directory,
                        directory.resolve("output"),
                        directory.resolve("errors")),
                cleanup);
        started.process = process;
        boolean ready = Waiting.within(START_LIMIT, () -> !process.isAlive() || Waiting.listens(started.adminPort));
        if (!ready || !process.isAlive()) {
            throw new RigException("evenkeel does not start: " + process.lastWords());
        }
        for (int port : file.listenerPorts().values()) {
            Waiting.until("listener", START_LIMIT, () -> Waiting.listens(port));
        }
        return started;
    }

    /** Never half written: somebody may be told to read it at any time. */
    private void write() {
        try {
            Path next = Files.writeString(directory.resolve("evenkeel.conf.next"), text());
            Files.move(next, config, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder("include " + quote(file.path().toString()) + "\n");
        file.listenerPorts()
                .forEach((name, port) -> text.append("listeners.")
                        .append(quote(name))
                        .append(".bind = \"127.0.0.1:")
                        .append(port)
                        .append("\"\n"));
        for (PoolSpec pool : file.allPools()) {
            String key = "pools." + quote(pool.name());
            text.append(key).append(".backends = [\n");
            membersOf(pool.name())
                    .forEach(member -> text.append("  ").append(block(member)).append('\n'));
            text.append("]\n");
            if (reloads > 0) {
                text.append(key)
                        .append(".queue.length = ")
                        .append(pool.queueLength() + reloads % 2)
                        .append('\n');
            }
        }
        if (reloads % 2 == 1) {
            text.append("listeners.nodrop-extra { bind = \"127.0.0.1:")
                    .append(extraPort)
                    .append("\", routes = [ { service = ")
                    .append(quote(file.allPools().get(0).name()))
                    .append(" } ] }\n");
        }
        String token = file.token();
        text.append("admin { bind = \"127.0.0.1:")
                .append(adminPort)
                .append("\", on-conflict = until-file-changes, state-file = ")
                .append(quote(directory.resolve("state.json").toString()))
                .append(", token = ")
                .append(quote(token == null ? TOKEN : token))
                .append(" }\naccess-log { stdout = off, format = json, file = ")
                .append(quote(accessLog().toString()))
                .append(" }\n");
        return text.toString();
    }

    private static String block(Member member) {
        return "{ address = \"" + member.address() + "\", weight = " + member.weight() + ", backup = "
                + (member.backup() ? "on" : "off") + ", max-connections = "
                + (member.maxConnections() == Integer.MAX_VALUE ? "unlimited" : member.maxConnections()) + " }";
    }

    private static String quote(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private List<Member> membersOf(String pool) {
        List<Member> found = members.get(pool);
        if (found == null) {
            throw new IllegalArgumentException("pool: " + pool + " (expected: one of " + members.keySet() + ")");
        }
        return found;
    }

    @Override
    public void add(String pool, Member member) {
        ObjectNode body = JSON.createObjectNode();
        body.put("address", member.address());
        body.put("weight", member.weight());
        body.put("backup", member.backup());
        if (member.maxConnections() != Integer.MAX_VALUE) {
            body.put("max-connections", member.maxConnections());
        }
        admin.call("POST", poolPath(pool) + "/backends", body.toString());
    }

    @Override
    public void weight(String pool, Member member, int weight) {
        admin.call("PATCH", path(pool, member), "{\"weight\": " + weight + "}");
    }

    @Override
    public void drain(String pool, Member member) {
        admin.call("PATCH", path(pool, member), "{\"state\": \"draining\"}");
        Waiting.until(
                "end of the requests of " + member.address(),
                LIMIT,
                () -> admin.call("GET", path(pool, member), "")
                                .path("in-flight")
                                .asInt()
                        == 0);
    }

    @Override
    public void ready(String pool, Member member) {
        admin.call("PATCH", path(pool, member), "{\"state\": \"ready\"}");
    }

    @Override
    public void remove(String pool, Member member) {
        admin.call("DELETE", path(pool, member) + "?wait=true", "");
    }

    @Override
    public void backendKeepAlive(String pool, boolean on) {
        admin.call("PATCH", poolPath(pool), "{\"keep-alive\": " + on + "}");
    }

    @Override
    public void clientKeepAlive(boolean on) {
        for (String listener : file.listenerPorts().keySet()) {
            admin.call("PATCH", "/v1/listeners/" + segment(listener), "{\"keep-alive\": " + on + "}");
        }
    }

    @Override
    public void reload(String pool, Member member, int weight, boolean bySignal) {
        List<Member> inFile = membersOf(pool);
        boolean already = inFile.stream().anyMatch(each -> each.port() == member.port() && each.weight() == weight);
        if (already) {
            giveWeightBack(pool, member);
        }
        inFile.replaceAll(each -> each.port() == member.port() ? each.withWeight(weight) : each);
        reloads++;
        write();
        if (bySignal) {
            requireProcess().signal("HUP");
        } else {
            admin.call("POST", "/v1/config/reload", "");
        }
        Waiting.until(
                "reload",
                LIMIT,
                () -> admin.call("GET", path(pool, member), "").path("weight").asInt() == weight);
    }

    /** A live weight holds until the file's changes, so where it does not change the live one has to be dropped. */
    private void giveWeightBack(String pool, Member member) {
        admin.call("PATCH", path(pool, member), "{\"weight\": null}");
    }

    @Override
    public boolean settled(String pool, Member member) {
        JsonNode health = admin.call("GET", path(pool, member), "").path("health");
        return health.path("condition").asText().equals("up")
                && !health.has("retry-in-ms")
                && !health.has("slow-start-percent");
    }

    @Override
    public Path accessLog() {
        return directory.resolve("access.log");
    }

    @Override
    public Optional<LogEntry> parse(String line) {
        Matcher id = ID.matcher(line);
        if (!id.find()) {
            return Optional.empty();
        }
        try {
            JsonNode entry = JSON.readTree(line);
            String backend = entry.path("backend").asText();
            int port = backend.isEmpty() ? -1 : Integer.parseInt(backend.substring(backend.lastIndexOf(':') + 1));
            boolean reached = REACHED.contains(entry.path("outcome").asText());
            boolean newConnection = entry.path("connect_us").asLong() > 0;
            return Optional.of(new LogEntry(Long.parseLong(id.group(1)), port, reached, newConnection, line));
        } catch (IOException e) {
            throw new RigException("a line of the access log: " + line, e);
        }
    }

    @Override
    public String ownFailures() {
        return admin.text("/v1/failures");
    }

    @Override
    public void requireAlive() {
        if (!requireProcess().isAlive()) {
            throw new RigException("evenkeel has ended: " + requireProcess().lastWords());
        }
    }

    private Subprocess requireProcess() {
        if (process == null) {
            throw new IllegalStateException("process: none (expected: started)");
        }
        return process;
    }

    private static String poolPath(String pool) {
        return "/v1/pools/" + segment(pool);
    }

    private static String path(String pool, Member member) {
        return poolPath(pool) + "/backends/" + member.address();
    }

    private static String segment(String name) {
        return java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
    }
}
