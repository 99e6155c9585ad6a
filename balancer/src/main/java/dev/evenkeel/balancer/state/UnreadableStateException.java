package dev.evenkeel.balancer.state;

/** A state file that this program did not write, or that was damaged since. */
public final class UnreadableStateException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableStateException(String message) {
        super(message);
    }
}
