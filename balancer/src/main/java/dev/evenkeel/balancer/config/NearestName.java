package dev.evenkeel.balancer.config;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the name that somebody who mistyped may have meant. */
public final class NearestName {

    private NearestName() {}

    /** A sentence that offers the nearest of {@code names}, or lists them all if none is near and they are few. */
    public static String remedy(String written, Collection<String> names) {
        var nearest = of(written, names);
        if (nearest != null) {
            return "Did you mean \"" + nearest + "\"?";
        }
        return names.isEmpty() || names.size() > 12 ? "" : "Known here: " + String.join(", ", names) + ".";
    }

    /** The nearest of {@code names}, or {@code null} if more than a third of the letters would have to change. */
    static @Nullable String of(String written, Collection<String> names) {
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (var name : names) {
            int distance = distance(written, name);
            if (distance < least && distance <= Math.max(1, Math.max(written.length(), name.length()) / 3)) {
                nearest = name;
                least = distance;
            }
        }
        return nearest;
    }

    /** The optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours. */
    private static int distance(String a, String b) {
        var beforeLast = new int[b.length() + 1];
        var last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            var row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
