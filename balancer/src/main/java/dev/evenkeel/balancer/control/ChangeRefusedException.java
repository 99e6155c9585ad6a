package dev.evenkeel.balancer.control;

import static java.util.Objects.requireNonNull;

/** A change that was not made; nothing of it was. */
public class ChangeRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Cause {
        /** What should be changed is not there. */
        MISSING,
        /** What should be added is there already, what is there cannot be changed in this way, or an address is taken. */
        CONFLICT,
        /** A value is no good. */
        INVALID,
        /** It changed since the caller looked. */
        STALE,
        /** The change could not be kept or carried out. */
        FAILED
    }

    private final Cause reason;

    /**
     * @param sentence for people: what is wrong and what to do
     */
    public ChangeRefusedException(Cause reason, String sentence) {
        super(requireNonNull(sentence, "sentence"), null, false, false);
        this.reason = requireNonNull(reason, "reason");
    }

    public final Cause reason() {
        return reason;
    }
}
