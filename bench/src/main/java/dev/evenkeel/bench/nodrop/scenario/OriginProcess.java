package dev.evenkeel.bench.nodrop.scenario;

import dev.evenkeel.bench.nodrop.origin.Greeting;
import dev.evenkeel.bench.nodrop.origin.OriginServer;
import dev.evenkeel.bench.nodrop.proxy.Waiting;
import dev.evenkeel.bench.rig.Cleanup;
import dev.evenkeel.bench.rig.Launch;
import dev.evenkeel.bench.rig.RigException;
import dev.evenkeel.bench.rig.Subprocess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One process of an origin, from its start to its end, with what was done to it. Safe for use by several threads.
 */
public final class OriginProcess {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final long NEVER = Long.MAX_VALUE;

    private final int port;
    private final Path journal;
    private final Subprocess process;
    private final List<Pause> pauses = new ArrayList<>();
    private Killing killing = new Killing(NEVER, NEVER);

    /**
     * A time in which the process did nothing, in milliseconds since the epoch.
     *
     * @param to the end; {@link Long#MAX_VALUE} while it lasts
     */
    public record Pause(long from, long to) {}

    /**
     * The moment of kill -9, between two times in milliseconds since the epoch; both are {@link Long#MAX_VALUE} if it was not
     * killed.
     */
    public record Killing(long from, long to) {}

    private OriginProcess(int port, Path journal, Subprocess process) {
        this.port = port;
        this.journal = journal;
        this.process = process;
    }

    /** Starts an origin at that port and waits until it listens. */
    public static OriginProcess start(int port, Greeting greeting, Path directory, int generation, Cleanup cleanup) {
        String name = "origin-" + port + "-" + generation;
        Path journal = directory.resolve(name + ".journal");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                OriginServer.class.getName(),
                Integer.toString(port),
                journal.toString(),
                Integer.toString(greeting.status()),
                greeting.body());
        Path log = directory.resolve(name + ".log");
        Subprocess process = Subprocess.start(new Launch(name, command, Map.of(), directory, log, log), cleanup);
        Waiting.within(START_LIMIT, () -> Waiting.listens(port) || !process.isAlive());
        if (!process.isAlive()) {
            throw new RigException(name + " does not start: " + process.lastWords());
        }
        return new OriginProcess(port, journal, process);
    }

    /** Where it listens on the loopback address. */
    public int port() {
        return port;
    }

    /** Where it wrote down what reached it. */
    public Path journal() {
        return journal;
    }

    /** When it was killed. */
    public synchronized Killing killing() {
        return killing;
    }

    /** The times in which it was stopped. */
    public synchronized List<Pause> pauses() {
        return List.copyOf(pauses);
    }

    void kill() {
        long from = System.currentTimeMillis();
        process.kill();
        synchronized (this) {
            killing = new Killing(from, System.currentTimeMillis());
        }
    }

    /** Asks it to end and waits until it has. */
    public void terminate() {
        process.signal("TERM");
        process.waitFor();
    }

    void pause() {
        synchronized (this) {
            pauses.add(new Pause(System.currentTimeMillis(), NEVER));
        }
        process.signal("STOP");
    }

    void resume() {
        process.signal("CONT");
        synchronized (this) {
            int last = pauses.size() - 1;
            pauses.set(last, new Pause(pauses.get(last).from(), System.currentTimeMillis()));
        }
    }

    void requireAlive() {
        if (!process.isAlive()) {
            throw new RigException(process.name() + " has ended by itself: " + process.lastWords());
        }
    }
}
