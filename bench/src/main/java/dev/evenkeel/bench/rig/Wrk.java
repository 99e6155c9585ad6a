package dev.evenkeel.bench.rig;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs the load generator wrk, with one thread, on one core. */
public final class Wrk {
    private final Path directory;
    private final int core;
    private final Cleanup cleanup;

    /** Scripts and outputs go to {@code directory}. */
    public Wrk(Path directory, int core, Cleanup cleanup) {
        this.directory = requireNonNull(directory, "directory");
        this.core = core;
        this.cleanup = requireNonNull(cleanup, "cleanup");
    }

    /** Sends one workload for that many seconds to a port of the loopback address. */
    public LoadResult run(Workload workload, int port, int seconds) {
        return run(WrkScript.of(workload.request()), workload.connections(), port, seconds);
    }

    /** Sends the requests of several workloads in turn. */
    public LoadResult runInTurn(List<Workload> workloads, int connections, int port, int seconds) {
        List<Request> requests = workloads.stream().map(Workload::request).toList();
        return run(WrkScript.inTurn(requests), connections, port, seconds);
    }

    private LoadResult run(String script, int connections, int port, int seconds) {
        try {
            Path scriptFile = Files.writeString(directory.resolve("script.lua"), script);
            Path output = directory.resolve("wrk.out");
            Files.deleteIfExists(output);
            List<String> command = List.of(
                    "wrk",
                    "--threads=1",
                    "--connections=" + connections,
                    "--duration=" + seconds + "s",
                    "--script=" + scriptFile,
                    "http://127.0.0.1:" + port);
            Subprocess wrk =
                    Subprocess.start(new Launch("wrk", command, Map.of(), directory, output, output), core, cleanup);
            int exitCode = wrk.waitFor();
            if (cleanup.isClosed()) {
                throw new RigException("interrupted");
            }
            if (exitCode != 0) {
                throw new RigException("wrk ended with " + exitCode + ": " + wrk.lastWords());
            }
            return LoadResult.parse(Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
