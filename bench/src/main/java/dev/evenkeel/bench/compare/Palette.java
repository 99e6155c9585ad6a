package dev.evenkeel.bench.compare;

import java.util.List;

/** Gives each contender the same colour in every chart: Evenkeel the strong ones, whatever else is compared. */
final class Palette {
    private static final int OWN_COLOURS = 2;

    private Palette() {}

    /** The colours of these contenders, in their order. */
    static List<Integer> of(List<Contender> contenders) {
        List<Contender> own = contenders.stream().filter(Contender::isEvenkeel).toList();
        return contenders.stream()
                .map(contender -> contender.isEvenkeel()
                        ? own.indexOf(contender) % OWN_COLOURS
                        : OWN_COLOURS + contender.proxy().ordinal() - 1)
                .toList();
    }
}
