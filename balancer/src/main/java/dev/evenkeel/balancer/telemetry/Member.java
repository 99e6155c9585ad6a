package dev.evenkeel.balancer.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/**
 * A member of a JSON object whose values are few and come again and again, always as the same object: the names of
 * listeners, services and backends. Each is escaped once and then copied whole.
 * Not safe for use by several threads.
 */
final class Member {
    /** A power of two. A value that finds its place taken takes it over. */
    private static final int PLACES = 64;

    private static final int LONGEST_VALUE = 256;

    private final byte[] name;
    private final @Nullable String[] values = new String[PLACES];
    private final byte[][] members = new byte[PLACES][];
    private final LineBuffer scratch = new LineBuffer(LONGEST_VALUE);

    /** A member of this name, written behind another. */
    Member(String name) {
        this.name = (",\"" + name + "\":\"").getBytes(US_ASCII);
    }

    /** Writes the member with this value. */
    @SuppressWarnings("ReferenceEquality") // equal texts that are different objects are escaped again, no more
    void write(String value, LineBuffer line) {
        int place = value.hashCode() & (PLACES - 1);
        if (values[place] != value) {
            values[place] = value;
            members[place] = escape(value);
        }
        line.put(members[place]);
    }

    private byte[] escape(String value) {
        scratch.clear();
        scratch.put(name);
        scratch.value(value, Escaping.JSON);
        scratch.put('"');
        return scratch.copy();
    }
}
