package dev.evenkeel.balancer.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Turns the fields of a text into the paths under which {@link Keys} declares them. */
final class KeyPaths {

    private static final Set<String> NAMED = Set.of("listeners", "services", "pools");
    private static final Set<String> FREE = Set.of("header", "headers", "error-pages");

    private KeyPaths() {}

    /** The fields that have no further fields in them, in the order of the text. */
    static List<HoconWalk.Field> leaves(String text) {
        var fields = new ArrayList<HoconWalk.Field>();
        new HoconWalk(text, new HoconWalk.Visitor() {
                    @Override
                    public void field(HoconWalk.Field field) {
                        fields.add(field);
                    }

                    @Override
                    public void include(List<String> prefix, String form, String what, int line) {}
                })
                .walk(List.of());
        return fields.stream()
                .filter(field -> fields.stream().noneMatch(other -> isWithin(other.path(), field.path())))
                .toList();
    }

    /** The path of the key that {@code field} sets. */
    static String pattern(HoconWalk.Field field) {
        var names = new ArrayList<String>();
        for (var name : field.path()) {
            boolean chosen = (names.size() == 1 && NAMED.contains(names.get(0)))
                    || (!names.isEmpty() && FREE.contains(names.get(names.size() - 1)));
            names.add(chosen ? "*" : name.replaceAll("\\[[0-9]+]$", "[]"));
        }
        return String.join(".", names);
    }

    private static boolean isWithin(List<String> inner, List<String> outer) {
        if (inner.size() <= outer.size()) {
            return false;
        }
        int last = outer.size() - 1;
        return inner.subList(0, last).equals(outer.subList(0, last))
                && inner.get(last).replaceAll("\\[[0-9]+]$", "").equals(outer.get(last));
    }
}
