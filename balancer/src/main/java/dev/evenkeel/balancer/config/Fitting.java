package dev.evenkeel.balancer.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A file with as many live changes laid over it as make a good configuration.
 *
 * @param misfits what is wrong with the others, a line each that names the change and the problem
 */
public record Fitting(LaidConfig laid, List<String> misfits) {

    /**
     * Lays one change after the other, each over those before; none at all if each fits, and all together do not.
     *
     * @param ofAll what is wrong with all of them together
     */
    public static Fitting of(ConfigFile file, Overlay overlay, List<Problem> ofAll) {
        LaidConfig bare = LaidConfig.of(file, Overlay.EMPTY, file.config());
        LaidConfig laid = bare;
        var misfits = new ArrayList<String>();
        for (LiveChange change : overlay.changes()) {
            try {
                laid = laid.with(change.resource(), change);
            } catch (BadChangeException e) {
                e.problems().forEach(problem -> misfits.add("Live change of " + change.resource() + ": " + problem));
            }
        }
        return misfits.isEmpty()
                ? new Fitting(
                        bare,
                        ofAll.stream()
                                .map(problem -> "Live changes together: " + problem)
                                .toList())
                : new Fitting(laid, List.copyOf(misfits));
    }
}
