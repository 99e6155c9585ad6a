package dev.evenkeel.balancer.cli;

import dev.evenkeel.balancer.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Something that a daemon does in the foreground as soon as it runs, and then stops. A signal stops it earlier. */
final class Errand implements DaemonLauncher, Signals {
    private final Signals ofProcess = new JvmSignals();
    private final DaemonLauncher launcher;
    private final Task task;
    private Runnable stop = () -> {};
    private @Nullable IOException failure;

    Errand(DaemonLauncher launcher, Task task) {
        this.launcher = launcher;
        this.task = task;
    }

    @Override
    public RunningDaemon start(ConfigFile config, Path file) throws IOException {
        RunningDaemon daemon = launcher.start(config, file);
        try {
            task.run();
        } catch (IOException e) {
            failure = e;
        }
        stop.run();
        return daemon;
    }

    @Override
    public void onStop(Runnable action) {
        stop = action;
        ofProcess.onStop(action);
    }

    @Override
    public boolean onHangUp(Runnable action) {
        return ofProcess.onHangUp(action);
    }

    /** Fails as the task did, if it did. */
    void checkDone() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /** What is to be done. */
    @FunctionalInterface
    interface Task {
        void run() throws IOException;
    }
}
