package dev.evenkeel.bench.nodrop;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.bench.nodrop.proxy.Dialect;
import dev.evenkeel.bench.nodrop.proxy.EvenkeelUnderTest;
import dev.evenkeel.bench.nodrop.proxy.ReloadedProxy;
import dev.evenkeel.bench.nodrop.proxy.TestedProxy;
import dev.evenkeel.bench.nodrop.proxy.UserFile;
import dev.evenkeel.bench.nodrop.scenario.Disturbance;
import dev.evenkeel.bench.nodrop.scenario.Plan;
import dev.evenkeel.bench.nodrop.verdict.JsonReport;
import dev.evenkeel.bench.nodrop.verdict.TextReport;
import dev.evenkeel.bench.nodrop.verdict.Verdict;
import dev.evenkeel.bench.rig.Cleanup;
import dev.evenkeel.bench.rig.Commands;
import dev.evenkeel.bench.rig.EvenkeelOptions;
import dev.evenkeel.bench.rig.RigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code bench/nodrop}. */
@Command(
        name = "bench/nodrop",
        sortOptions = false,
        description = {
            "Asks a proxy for this and that without a break, while its backends are added,",
            "drained, removed, killed, stopped and restarted and its configuration changes,",
            "and counts every request that could have been served and was not."
        },
        footer = {
            "",
            "Exit code: 0 if nothing was dropped, executed twice or sent to the wrong backend,",
            "1 if something was, 2 if the run could not be made."
        })
public final class NoDrop implements Callable<Integer> {
    private static final int CANNOT_RUN = 2;

    @Option(
            names = "--minutes",
            defaultValue = "5",
            paramLabel = "N",
            description = "How long; 0.5 is half a minute. Default: ${DEFAULT-VALUE}.")
    private double minutes;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What happens follows from it. Default: another one each time, which is printed.")
    private @Nullable Long seed;

    @Option(
            names = "--rate",
            defaultValue = "200",
            paramLabel = "N",
            description = "Requests per second. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--connections",
            defaultValue = "40",
            paramLabel = "N",
            description = "Clients at once. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--proxy",
            defaultValue = "evenkeel",
            paramLabel = "NAME",
            description = "evenkeel, haproxy or nginx. Default: ${DEFAULT-VALUE}.")
    private String proxy = "";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Evenkeel's configuration. Its backends are replaced by origins of this suite, and it listens on"
                            + " loopback only. Default: two pools of four and three backends.")
    private @Nullable Path config;

    @Option(
            names = "--disturbances",
            split = ",",
            paramLabel = "NAME",
            description =
                    "What may happen: add, drain, remove, weight, kill, restart-hard, restart, rolling-restart, pause,"
                            + " reload, backend-keep-alive, client-keep-alive. Default: all.")
    private List<String> disturbances = Disturbance.labels();

    @Option(names = "--json", paramLabel = "FILE", description = "Write all of it to a file.")
    private @Nullable Path json;

    @Option(names = "--keep", paramLabel = "DIR", description = "Put logs and journals there, and leave them there.")
    private @Nullable Path keep;

    @Option(names = "--quiet", description = "Do not tell what happens while it happens.")
    private boolean quiet;

    @Mixin
    private EvenkeelOptions evenkeelOptions = new EvenkeelOptions();

    private NoDrop() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(Commands.execute(new NoDrop(), args));
    }

    @Override
    public Integer call() throws IOException {
        try (Cleanup cleanup = Cleanup.atExit()) {
            return run(cleanup);
        } catch (RigException e) {
            System.err.println("bench/nodrop: " + e.getMessage());
            return CANNOT_RUN;
        }
    }

    private int run(Cleanup cleanup) throws IOException {
        Path directory = keep == null
                ? cleanup.temporaryDirectory()
                : Files.createDirectories(keep).toAbsolutePath();
        long theSeed = seed == null ? System.nanoTime() % 1_000_000 : seed;
        UserFile file = UserFile.read(config == null ? DefaultConfig.in(directory) : config);
        NoDropRun.Settings settings = new NoDropRun.Settings(
                Duration.ofMillis((long) (minutes * 60_000)),
                Plan.of(disturbances.stream().map(Disturbance::ofLabel).toList(), theSeed),
                rate,
                connections,
                quiet ? line -> {} : NoDrop::tell);
        System.out.printf("%s, seed %d, %s minutes, %d requests/s%n", proxy, theSeed, minutes, rate);
        ProxyInUse inUse = new ProxyInUse(tested(file, directory, cleanup));
        Verdict verdict = new NoDropRun(settings, file.targets(), file.pools().values()).run(inUse, directory, cleanup);
        System.out.print(new TextReport(verdict).render());
        if (json != null) {
            ObjectNode head = JsonNodeFactory.instance.objectNode();
            head.put("proxy", proxy);
            head.put("seed", theSeed);
            head.put("minutes", minutes);
            head.put("rate", rate);
            new JsonReport(verdict).write(json, head, inUse.get().ownFailures());
        }
        return verdict.exitCode();
    }

    private Supplier<TestedProxy> tested(UserFile file, Path directory, Cleanup cleanup) {
        return switch (proxy) {
            case "evenkeel" -> () -> EvenkeelUnderTest.start(file, evenkeelOptions.evenkeel(""), directory, cleanup);
            case "haproxy" -> peer(Dialect.HAPROXY, file, directory, cleanup);
            case "nginx" -> peer(Dialect.NGINX, file, directory, cleanup);
            default -> throw new RigException("--proxy: " + proxy + " (expected: evenkeel, haproxy or nginx)");
        };
    }

    private Supplier<TestedProxy> peer(Dialect dialect, UserFile file, Path directory, Cleanup cleanup) {
        if (config != null) {
            throw new RigException("--config: " + config + " (expected: none with --proxy " + proxy
                    + ", for it is a configuration of Evenkeel's)");
        }
        return () -> ReloadedProxy.start(dialect, file, directory, cleanup);
    }

    private static void tell(String line) {
        System.err.println(line);
    }

    /** Remembers the one that was started. */
    private static final class ProxyInUse implements Supplier<TestedProxy> {
        private final Supplier<TestedProxy> start;
        private @Nullable TestedProxy started;

        ProxyInUse(Supplier<TestedProxy> start) {
            this.start = start;
        }

        @Override
        public TestedProxy get() {
            if (started == null) {
                started = start.get();
            }
            return started;
        }
    }
}
