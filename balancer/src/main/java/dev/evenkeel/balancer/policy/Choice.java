package dev.evenkeel.balancer.policy;

import static java.util.Objects.requireNonNull;

/**
 * Whom a picker would choose now, and why.
 *
 * @param candidate the one
 * @param why a sentence for people
 */
public record Choice<C extends Candidate>(C candidate, String why) {
    public Choice {
        requireNonNull(candidate, "candidate");
        requireNonNull(why, "why");
    }
}
