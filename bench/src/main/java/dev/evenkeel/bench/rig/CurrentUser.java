package dev.evenkeel.bench.rig;

import java.util.Set;

/** Who runs this: as root, servers that change their user are told to which. */
final class CurrentUser {
    private CurrentUser() {}

    static String name() {
        return System.getProperty("user.name");
    }

    /** The flag {@code root}, or none. */
    static Set<String> flags() {
        return name().equals("root") ? Set.of("root") : Set.of();
    }
}
