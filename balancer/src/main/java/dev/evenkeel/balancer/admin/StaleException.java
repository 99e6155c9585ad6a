package dev.evenkeel.balancer.admin;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.control.ChangeRefusedException;

/** A change of a resource that somebody else changed since the caller looked. */
final class StaleException extends ChangeRefusedException {
    private static final long serialVersionUID = 1;

    private final transient Reply now;

    /**
     * @param now the resource as it is
     */
    StaleException(Reply now) {
        super(Cause.STALE, "It is not any more as you saw it.");
        this.now = requireNonNull(now, "now");
    }

    Reply now() {
        return now;
    }
}
