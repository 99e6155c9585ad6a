package dev.evenkeel.bench.micro;

import dev.evenkeel.bench.rig.TextTable;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** The command {@code bench/micro}: JMH with its own options, always with the bytes allocated, and a short table at the end. */
public final class Micro {
    private static final String BYTES_PER_CALL = "gc.alloc.rate.norm";

    /** What only asks JMH for information. */
    private static final Set<String> QUESTIONS = Set.of("-h", "-l", "-lp", "-lprof", "-lrf");

    private Micro() {}

    /** Runs the benchmarks that the arguments choose. */
    public static void main(String[] args) throws IOException, RunnerException, CommandLineOptionException {
        if (Stream.of(args).anyMatch(QUESTIONS::contains)) {
            Main.main(args);
            return;
        }
        Options options = new OptionsBuilder()
                .parent(new CommandLineOptions(args))
                .addProfiler(GCProfiler.class)
                .build();
        System.out.println(table(new Runner(options).run()));
    }

    private static TextTable table(Collection<RunResult> results) {
        TextTable table = new TextTable(List.of("", "ns/op", "±", "B/op"));
        for (RunResult result : results) {
            Result<?> time = result.getPrimaryResult();
            Result<?> bytes = result.getSecondaryResults().get(BYTES_PER_CALL);
            table.add(List.of(
                    name(result.getParams()),
                    number(time.getScore()),
                    number(time.getScoreError()),
                    bytes == null ? "-" : number(bytes.getScore())));
        }
        return table;
    }

    /** Class and method, and what was chosen for the parameters. */
    private static String name(BenchmarkParams params) {
        String[] path = params.getBenchmark().split("\\.", -1);
        String method = path[path.length - 2] + "." + path[path.length - 1];
        return params.getParamsKeys().stream()
                .map(key -> " " + key + "=" + params.getParam(key))
                .collect(Collectors.joining("", method, ""));
    }

    /** The error is not known if there was one iteration only. */
    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.1f", value);
    }
}
