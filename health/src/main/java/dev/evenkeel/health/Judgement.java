package dev.evenkeel.health;

import static java.util.Objects.requireNonNull;

/**
 * What the checks of a target amount to.
 *
 * @param verdict what they say
 * @param contrary how many results in a row said otherwise, 0 or more; enough of them turn the verdict
 */
public record Judgement(Verdict verdict, int contrary) {
    public Judgement {
        requireNonNull(verdict, "verdict");
    }

    /**
     * The judgement after one more result. The first result of a target of which nothing is known decides alone; one that
     * is awaited stays so until it is up, however often it fails.
     */
    Judgement after(boolean passed, HealthRules rules) {
        return switch (verdict) {
            case UNKNOWN -> new Judgement(passed ? Verdict.PASSED : Verdict.FAILED, 0);
            case AWAITED -> new Judgement(passed ? Verdict.PASSED : Verdict.STILL_AWAITED, 0);
            case UNCHECKED, PASSED -> passed ? agreed(Verdict.PASSED) : opposed(Verdict.FAILED, rules.fall());
            case FAILED, STILL_AWAITED -> passed ? opposed(Verdict.PASSED, rules.rise()) : agreed(verdict);
        };
    }

    private Judgement agreed(Verdict same) {
        return verdict == same && contrary == 0 ? this : new Judgement(same, 0);
    }

    private Judgement opposed(Verdict other, int needed) {
        return contrary + 1 >= needed ? new Judgement(other, 0) : new Judgement(verdict, contrary + 1);
    }

    /** Whether the next results may turn the verdict. */
    boolean inDoubt() {
        return contrary > 0 || verdict == Verdict.UNKNOWN || verdict == Verdict.AWAITED;
    }
}
