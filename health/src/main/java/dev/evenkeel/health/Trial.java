package dev.evenkeel.health;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The one use of a failing target that finds out whether it works again. Whoever holds it gives one verdict; a second one
 * does nothing. Safe from any thread.
 */
public final class Trial {
    private final HealthState state;
    private final boolean early;
    private final AtomicBoolean ended = new AtomicBoolean();

    Trial(HealthState state, boolean early) {
        this.state = state;
        this.early = early;
    }

    /** The target worked: it is up again. */
    public void succeeded() {
        if (!ended.getAndSet(true)) {
            state.trialSucceeded();
        }
    }

    /**
     * The target failed again: its back-off is doubled. A trial begun before the back-off had ended leaves it as it was,
     * for it says nothing about a target that was left alone.
     */
    public void failed(String reason) {
        requireNonNull(reason, "reason");
        if (!ended.getAndSet(true)) {
            state.trialFailed(reason, early);
        }
    }

    /** The use came to nothing for reasons that were not the target's: somebody else may try. */
    public void abandoned() {
        if (!ended.getAndSet(true)) {
            state.trialAbandoned();
        }
    }
}
