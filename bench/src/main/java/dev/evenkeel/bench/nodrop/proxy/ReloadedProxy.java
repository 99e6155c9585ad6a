package dev.evenkeel.bench.nodrop.proxy;

import dev.evenkeel.bench.nodrop.load.Target;
import dev.evenkeel.bench.rig.Cleanup;
import dev.evenkeel.bench.rig.CurrentUser;
import dev.evenkeel.bench.rig.Launch;
import dev.evenkeel.bench.rig.Proxy;
import dev.evenkeel.bench.rig.RigException;
import dev.evenkeel.bench.rig.Subprocess;
import dev.evenkeel.bench.rig.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that learns of changes from its file: each is written there, and its master process is told to start new workers
 * and to let the old ones finish. The configuration is a template of {@link Dialect}.
 */
public final class ReloadedProxy implements TestedProxy {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration RELOAD_LIMIT = Duration.ofSeconds(5);
    private static final int RELOAD_TRIES = 4;
    private static final Duration FINISH_LIMIT = Duration.ofSeconds(90);
    private static final Pattern ID = Pattern.compile("[?&]nodrop=(\\d+)");

    private final Dialect dialect;
    private final UserFile file;
    private final Path directory;
    private final Map<String, List<Member>> members = new LinkedHashMap<>();
    private final Set<Integer> drained = new HashSet<>();
    private final Set<String> withoutKeepAlive = new HashSet<>();
    private boolean clientKeepAlive = true;
    private int reloads;
    private @Nullable Subprocess process;

    private ReloadedProxy(Dialect dialect, UserFile file, Path directory) {
        this.dialect = dialect;
        this.file = file;
        this.directory = directory;
        file.pools().values().forEach(pool -> members.put(pool.name(), new ArrayList<>(pool.members())));
    }

    /** Starts it in front of the pools of a configuration of Evenkeel's, whose routes differ in their paths only. */
    public static ReloadedProxy start(Dialect dialect, UserFile file, Path directory, Cleanup cleanup) {
        Proxy program = dialect.program();
        if (!program.isInstalled()) {
            throw new RigException(program.id() + " is not installed; on Debian and Ubuntu: apt-get install "
                    + program.debianPackage());
        }
        ReloadedProxy started = new ReloadedProxy(dialect, file, directory);
        started.write();
        Subprocess process = Subprocess.start(
                new Launch(
                        program.id(),
                        dialect.command(started.config()),
                        Map.of(),
                        directory,
                        started.output(),
                        directory.resolve("errors")),
                cleanup);
        started.process = process;
        for (int port : file.listenerPorts().values()) {
            Waiting.within(START_LIMIT, () -> Waiting.listens(port) || !process.isAlive());
        }
        started.requireAlive();
        return started;
    }

    private Path config() {
        return directory.resolve(dialect.program().id() + ".conf");
    }

    private Path output() {
        return dialect == Dialect.HAPROXY ? accessLog() : directory.resolve("output");
    }

    private void write() {
        try {
            Files.writeString(config(), text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text() {
        Set<String> flags = new HashSet<>(CurrentUser.flags());
        if (clientKeepAlive) {
            flags.add("client-keep-alive");
        }
        Map<String, String> values = new HashMap<>();
        values.put("directory", directory.toString());
        values.put("log", accessLog().toString());
        values.put("user", CurrentUser.name());
        values.put("backlog", Integer.toString(4096 + reloads % 2));
        values.put(
                "port",
                Integer.toString(file.listenerPorts().values().iterator().next()));
        values.put("pools", pools(flags));
        values.put("routes", routes(flags));
        return new Template(dialect.program().id(), resource("")).render(values, flags);
    }

    private String pools(Set<String> flags) {
        Template pool = new Template("pool", resource("-pool"));
        StringBuilder text = new StringBuilder();
        for (PoolSpec spec : file.pools().values()) {
            Set<String> its = new HashSet<>(flags);
            if (!withoutKeepAlive.contains(spec.name())) {
                its.add("backend-keep-alive");
            }
            its.add(spec.policy());
            StringBuilder servers = new StringBuilder();
            for (Member member : membersOf(spec.name())) {
                if (!drained.contains(member.port())) {
                    servers.append(dialect.server(member)).append('\n');
                }
            }
            Map<String, String> values = new HashMap<>();
            values.put("name", spec.name());
            values.put("servers", servers.toString().stripTrailing());
            text.append(pool.render(values, its));
        }
        return text.toString();
    }

    /** The longest path first, for the first that fits wins. */
    private String routes(Set<String> flags) {
        Template route = new Template("route", resource("-route"));
        StringBuilder text = new StringBuilder();
        file.targets().stream()
                .sorted(Comparator.comparing((Target target) -> target.path().length())
                        .reversed())
                .forEach(target -> {
                    Set<String> its = new HashSet<>(flags);
                    if (!withoutKeepAlive.contains(target.pool())) {
                        its.add("backend-keep-alive");
                    }
                    String path = target.path().substring(0, target.path().lastIndexOf('/') + 1);
                    text.append(route.render(Map.of("path", path, "name", target.pool()), its));
                });
        return text.toString();
    }

    private String resource(String suffix) {
        String name = dialect.program().id() + suffix + ".conf";
        try (InputStream in = ReloadedProxy.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " (expected: a resource of this package)");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Member> membersOf(String pool) {
        List<Member> found = members.get(pool);
        if (found == null) {
            throw new IllegalArgumentException("pool: " + pool + " (expected: one of " + members.keySet() + ")");
        }
        return found;
    }

    /** Has the file read; returns when there are new workers, with the old ones, which finish by themselves. */
    private Set<Long> reload() {
        Subprocess master = requireProcess();
        write();
        Set<Long> old = new HashSet<>(master.pids());
        boolean reloaded = false;
        for (int tries = 0; !reloaded && tries < RELOAD_TRIES; tries++) {
            // A master that is busy with an earlier signal may miss one.
            master.signal(dialect.reloadSignal());
            reloaded = Waiting.within(RELOAD_LIMIT, () -> master.pids().stream().anyMatch(pid -> !old.contains(pid)));
        }
        if (!reloaded) {
            throw new RigException(dialect.program().id() + " starts no new worker: " + master.lastWords());
        }
        old.remove(master.pid());
        return old;
    }

    private void reloadAndFinish() {
        Set<Long> old = reload();
        Waiting.until(
                "end of the old workers of " + dialect.program().id(),
                FINISH_LIMIT,
                () -> requireProcess().pids().stream().noneMatch(old::contains));
    }

    @Override
    public void add(String pool, Member member) {
        membersOf(pool).add(member);
        reload();
    }

    @Override
    public void weight(String pool, Member member, int weight) {
        membersOf(pool).replaceAll(each -> each.port() == member.port() ? each.withWeight(weight) : each);
        reload();
    }

    @Override
    public void drain(String pool, Member member) {
        drained.add(member.port());
        reloadAndFinish();
    }

    @Override
    public void ready(String pool, Member member) {
        drained.remove(member.port());
        reload();
    }

    @Override
    public void remove(String pool, Member member) {
        membersOf(pool).removeIf(each -> each.port() == member.port());
        reloadAndFinish();
    }

    @Override
    public void backendKeepAlive(String pool, boolean on) {
        if (on) {
            withoutKeepAlive.remove(pool);
        } else {
            withoutKeepAlive.add(pool);
        }
        reload();
    }

    @Override
    public void clientKeepAlive(boolean on) {
        clientKeepAlive = on;
        reload();
    }

    @Override
    public void reload(String pool, Member member, int weight, boolean bySignal) {
        reloads++;
        weight(pool, member, weight);
    }

    @Override
    public boolean settled(String pool, Member member) {
        return true;
    }

    @Override
    public Path accessLog() {
        return directory.resolve("access.log");
    }

    @Override
    public Optional<LogEntry> parse(String line) {
        Matcher id = ID.matcher(line);
        return id.find()
                ? Optional.of(new LogEntry(
                        Long.parseLong(id.group(1)), dialect.backendPort(line), dialect.reached(line), true, line))
                : Optional.empty();
    }

    @Override
    public String ownFailures() {
        return "";
    }

    @Override
    public void requireAlive() {
        if (!requireProcess().isAlive()) {
            throw new RigException(
                    dialect.program().id() + " has ended: " + requireProcess().lastWords());
        }
    }

    private Subprocess requireProcess() {
        if (process == null) {
            throw new IllegalStateException("process: none (expected: started)");
        }
        return process;
    }
}
