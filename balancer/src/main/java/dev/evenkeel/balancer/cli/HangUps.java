package dev.evenkeel.balancer.cli;

import org.jspecify.annotations.Nullable;

/**
 * The SIGHUPs that come to a daemon. It is heard from the making of this on, for else it ends the process; one that comes
 * before it can be followed is followed then. Safe from any thread.
 */
final class HangUps {
    private final boolean heard;
    private @Nullable Runnable action;
    private boolean missed;

    HangUps(Signals signals) {
        heard = signals.onHangUp(this::came);
    }

    /** Whether one can come; see {@link Signals#onHangUp}. */
    boolean heard() {
        return heard;
    }

    /** Does this at each from now on, one at a time, and at once if one came that nothing was done at. */
    synchronized void follow(Runnable next) {
        action = next;
        if (missed) {
            missed = false;
            next.run();
        }
    }

    private synchronized void came() {
        if (action == null) {
            missed = true;
        } else {
            action.run();
        }
    }
}
