package dev.evenkeel.balancer.config;

import static java.util.Objects.requireNonNull;

/**
 * Something in a configuration that can be changed while the daemon runs.
 *
 * @param kind what it is
 * @param owner the name of the listener or pool; of a backend, that of its pool
 * @param backend the id of the backend; empty for the others
 */
public record Resource(Kind kind, String owner, String backend) {

    /** What can be changed. */
    public enum Kind {
        LISTENER("listeners.*"),
        POOL("pools.*"),
        BACKEND("pools.*.backends[]");

        private final String pattern;

        Kind(String pattern) {
            this.pattern = pattern;
        }

        /** Where the block of such a thing stands, as {@link Key#path} has it. */
        String pattern() {
            return pattern;
        }
    }

    public Resource {
        requireNonNull(kind, "kind");
        requireNonNull(owner, "owner");
        if (backend.isEmpty() == (kind == Kind.BACKEND)) {
            throw new IllegalArgumentException("backend: \"" + backend + "\" (expected: an id for a backend only)");
        }
    }

    public static Resource listener(String name) {
        return new Resource(Kind.LISTENER, name, "");
    }

    public static Resource pool(String name) {
        return new Resource(Kind.POOL, name, "");
    }

    public static Resource backend(String pool, String id) {
        return new Resource(Kind.BACKEND, pool, id);
    }

    /** The block that the blocks of its kind stand in; for a backend, that of the pools. */
    String blockKind() {
        return kind == Kind.LISTENER ? "listeners" : "pools";
    }

    /** Where its block stands; for a backend, the block of its pool. */
    String blockPath() {
        return blockKind() + "." + owner;
    }

    /** The path of a key of it, as {@link Keys} has it. */
    String keyPattern(String key) {
        return kind.pattern + "." + key;
    }

    /** As in {@code pools.app} or {@code pools.app, backend 10.0.0.1:80}. */
    @Override
    public String toString() {
        return blockPath() + (backend.isEmpty() ? "" : ", backend " + backend);
    }
}
