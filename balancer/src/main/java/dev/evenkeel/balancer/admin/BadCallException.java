package dev.evenkeel.balancer.admin;

import static java.util.Objects.requireNonNull;

/** A call that cannot be answered as it is. */
final class BadCallException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    BadCallException(int status, String sentence) {
        super(requireNonNull(sentence, "sentence"), null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
