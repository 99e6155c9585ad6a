package dev.evenkeel.balancer.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Something that a daemon does in the foreground as soon as it runs, and then stops. A signal stops it earlier. */
final class Errand implements Signals {
    private final Signals ofProcess = new JvmSignals();
    private final Task task;
    private Runnable stop = () -> {};
    private @Nullable IOException failure;

    Errand(Task task) {
        this.task = task;
    }

    @Override
    public void onStop(Runnable action) {
        stop = action;
        ofProcess.onStop(action);
    }

    /** The last thing that a start asks for. */
    @Override
    public boolean onHangUp(Runnable action) {
        boolean heard = ofProcess.onHangUp(action);
        try {
            task.run();
        } catch (IOException e) {
            failure = e;
        }
        stop.run();
        return heard;
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
