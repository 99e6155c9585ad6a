package dev.evenkeel.balancer.config;

import java.util.List;

/** A live change makes no good configuration with what holds. */
public final class BadChangeException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    BadChangeException(List<Problem> problems) {
        super(problems.toString(), null, false, false);
        this.problems = problems;
    }

    /** All that is wrong, at least one. */
    public List<Problem> problems() {
        return problems;
    }
}
