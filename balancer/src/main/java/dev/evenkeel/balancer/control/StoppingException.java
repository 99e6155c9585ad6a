package dev.evenkeel.balancer.control;

import static java.util.Objects.requireNonNull;

/** The daemon is stopping, so what was asked of it is not done. */
public final class StoppingException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * Says what is not done.
     *
     * @param sentence for people
     */
    StoppingException(String sentence) {
        super(requireNonNull(sentence, "sentence"), null, false, false);
    }
}
