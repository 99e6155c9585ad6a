package dev.evenkeel.bench.rig;

/** The measurement cannot go on; the message is a sentence for the person at the terminal. */
public final class RigException extends RuntimeException {
    public RigException(String message) {
        super(message);
    }

    public RigException(String message, Throwable cause) {
        super(message, cause);
    }
}
