package dev.evenkeel.bench.rig;

import java.util.Set;

/** Who runs this: as root, servers that change their user are told to which. */
public final class CurrentUser {
    private CurrentUser() {}

    /** The name by which the system knows them. */
    public static String name() {
        return System.getProperty("user.name");
    }

    /** The flag {@code root}, or none. */
    public static Set<String> flags() {
        return name().equals("root") ? Set.of("root") : Set.of();
    }
}
