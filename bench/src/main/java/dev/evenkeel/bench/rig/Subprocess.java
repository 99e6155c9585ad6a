package dev.evenkeel.bench.rig;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program, pinned to one core or not, with all the processes that it starts itself. Ended by pid, never by name. */
public final class Subprocess {
    /** What nohup or a shell in the background made this process ignore, its children would ignore too. */
    private static final List<String> HEARING_SIGNALS = List.of("env", "--default-signal=HUP,INT");

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int MESSAGE_LINES = 20;

    private final Launch launch;
    private final Process process;

    private Subprocess(Launch launch, Process process) {
        this.launch = launch;
        this.process = process;
    }

    /** Starts the program on that core, to be ended by {@code cleanup} if not before. */
    public static Subprocess start(Launch launch, int core, Cleanup cleanup) {
        return start(launch, List.of(core), cleanup);
    }

    /** The same on several cores. */
    public static Subprocess start(Launch launch, List<Integer> cores, Cleanup cleanup) {
        String list = cores.stream().map(String::valueOf).collect(Collectors.joining(","));
        List<String> command = new ArrayList<>(List.of("taskset", "-c", list));
        command.addAll(launch.command());
        return run(launch, command, cleanup);
    }

    /** Starts the program on whichever core is free, to be ended by {@code cleanup} if not before. */
    public static Subprocess start(Launch launch, Cleanup cleanup) {
        return run(launch, launch.command(), cleanup);
    }

    private static Subprocess run(Launch launch, List<String> command, Cleanup cleanup) {
        requireNonNull(cleanup, "cleanup");
        List<String> hearing = new ArrayList<>(HEARING_SIGNALS);
        hearing.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(hearing)
                .directory(launch.directory().toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(launch.output().toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(launch.errors().toFile()));
        builder.environment().putAll(launch.environment());
        try {
            Subprocess started = new Subprocess(launch, builder.start());
            cleanup.add(started::stop);
            return started;
        } catch (IOException e) {
            throw new RigException(launch.name() + " does not start: " + e.getMessage(), e);
        }
    }

    /** The name given at the start. */
    public String name() {
        return launch.name();
    }

    /** The pid of the program that was started itself. */
    public long pid() {
        return process.pid();
    }

    /** Kills the program that was started itself and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        waitFor();
    }

    /**
     * Sends a signal to the program that was started itself.
     *
     * @param signal its name without SIG
     */
    public void signal(String signal) {
        if (!process.isAlive()) {
            return; // its pid may be another's by now
        }
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new RigException("kill does not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigException("interrupted", e);
        }
    }

    /** The pids of the program and all its descendants that run now. */
    public List<Long> pids() {
        return tree().filter(Subprocess::runs).map(ProcessHandle::pid).toList();
    }

    /** Whether the program that was started itself still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end of the program and gives its exit code. */
    public int waitFor() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigException("interrupted while " + name() + " ran", e);
        }
    }

    /** The last lines that the program wrote to its standard error, or else to its standard output. */
    public String lastWords() {
        String errors = tail(launch.errors());
        return errors.isBlank() ? tail(launch.output()) : errors;
    }

    /** Asks the program and its descendants to end; kills those that have not ended after five seconds. */
    public void stop() {
        if (!process.isAlive()) {
            return; // its pid may be another's by now
        }
        List<ProcessHandle> tree = tree().toList();
        tree.forEach(ProcessHandle::destroy);
        if (!endsWithin(GRACE, tree)) {
            tree.forEach(ProcessHandle::destroyForcibly);
            endsWithin(GRACE, tree);
        }
    }

    private Stream<ProcessHandle> tree() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    private static boolean endsWithin(Duration limit, List<ProcessHandle> tree) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (tree.stream().anyMatch(Subprocess::runs)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Pause.briefly();
        }
        return true;
    }

    /** A zombie has ended, even if nobody ever asks for its exit code. */
    private static boolean runs(ProcessHandle handle) {
        if (!handle.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(handle.pid()), "stat"));
            return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException e) {
            return false;
        }
    }

    private static String tail(Path file) {
        try {
            List<String> lines =
                    Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - MESSAGE_LINES), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }
}
