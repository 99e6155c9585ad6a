package dev.evenkeel.balancer.cli;

import dev.evenkeel.balancer.config.ConfigLoader;
import dev.evenkeel.balancer.config.EvenkeelConfig;
import dev.evenkeel.balancer.config.LoadResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel check}. */
@Command(
        name = "check",
        description = "Checks configuration files and lists all problems, each with its line and what to do."
                + " Binds nothing and looks up no names.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:No file has a problem.", "1:A file has problems.", "2:The command line was not understood."})
final class CheckCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files, each a whole configuration.")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        var out = Output.of(spec);
        int bad = 0;
        for (var file : files) {
            bad += isGood(file, out) ? 0 : 1;
        }
        return bad == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private static boolean isGood(Path file, PrintWriter out) {
        var result = ConfigLoader.load(file);
        if (result instanceof LoadResult.Loaded loaded) {
            out.println(file + ": OK: " + summary(loaded.config()));
            return true;
        }
        result.problems().forEach(out::println);
        out.println(file + ": " + counted(result.problems().size(), "problem"));
        return false;
    }

    private static String summary(EvenkeelConfig config) {
        var listeners = config.listeners().values().stream()
                .map(listener -> listener.name() + " at "
                        + listener.bind().stream().map(Object::toString).collect(Collectors.joining(" and ")))
                .collect(Collectors.joining(", "));
        int backends = config.pools().values().stream()
                .mapToInt(pool -> pool.members().backends().size())
                .sum();
        return counted(config.listeners().size(), "listener") + " (" + listeners + "), "
                + counted(config.services().size(), "service") + ", "
                + counted(config.pools().size(), "pool") + " with " + counted(backends, "backend");
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
