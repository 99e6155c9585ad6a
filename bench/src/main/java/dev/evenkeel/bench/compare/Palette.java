package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.Proxy;
import java.util.List;

/** Gives each contender the same colour in every chart: Evenkeel the strong ones, whatever else is compared. */
final class Palette {
    private static final int OWN_COLOURS = 2;

    private Palette() {}

    /** The colours of these contenders, in their order. */
    static List<Integer> of(List<Contender> contenders) {
        List<Contender> own = contenders.stream().filter(Contender::isEvenkeel).toList();
        List<Proxy> others = List.of(Proxy.HAPROXY, Proxy.NGINX, Proxy.PERLBAL, Proxy.APACHE);
        return contenders.stream()
                .map(contender -> contender.isEvenkeel()
                        ? own.indexOf(contender) % OWN_COLOURS
                        : OWN_COLOURS + others.indexOf(contender.proxy()))
                .toList();
    }
}
