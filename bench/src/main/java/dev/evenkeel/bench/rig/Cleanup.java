package dev.evenkeel.bench.rig;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * What has to be undone at the end, last thing first: at {@link #close()}, and as a shutdown hook also
 * when the run is interrupted with Ctrl-C or SIGTERM. Safe for use by several threads.
 */
public final class Cleanup implements AutoCloseable {
    private final Deque<Runnable> actions = new ArrayDeque<>();
    private boolean closed;

    private Cleanup() {}

    /** A cleanup that also runs when this JVM is told to end. */
    public static Cleanup atExit() {
        Cleanup cleanup = new Cleanup();
        Runtime.getRuntime().addShutdownHook(new Thread(cleanup::close, "cleanup"));
        return cleanup;
    }

    /** Runs {@code action} at the end; at once if the end has come already. */
    public void add(Runnable action) {
        requireNonNull(action, "action");
        synchronized (this) {
            if (!closed) {
                actions.push(action);
                return;
            }
        }
        action.run();
    }

    /** A new empty folder below the system's temporary folder, deleted with its contents at the end. */
    public Path temporaryDirectory() {
        try {
            Path directory = Files.createTempDirectory("evenkeel-bench-");
            add(() -> deleteTree(directory));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the end has come: what fails from now on fails because it was stopped. */
    public synchronized boolean isClosed() {
        return closed;
    }

    /** Runs all actions; a second thread that calls this waits until they have run. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!actions.isEmpty()) {
            actions.pop().run();
        }
    }

    private static void deleteTree(Path root) {
        try (var walk = Files.walk(root)) {
            List<Path> paths = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : paths) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("could not delete " + root + ": " + e);
        }
    }
}
