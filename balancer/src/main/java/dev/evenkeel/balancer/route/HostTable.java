package dev.evenkeel.balancer.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.evenkeel.balancer.message.Ascii;

/**
 * Rules by host: a hash table with open addressing whose keys are looked up as bytes of either case. Filled once, then
 * only read.
 */
final class HostTable {
    private final byte[][] names;
    private final Rule[][] rules;
    private final int mask;

    /** @param size how many names will be put */
    HostTable(int size) {
        int slots = Integer.highestOneBit(size) * 4;
        names = new byte[slots][];
        rules = new Rule[slots][];
        mask = slots - 1;
    }

    /** Adds one character, in front of those before, to the hash of a name. */
    static int nextHash(int hash, byte b) {
        return hash * 31 + Ascii.lower(b);
    }

    /** @param name in lower case, not yet there */
    void put(String name, Rule[] itsRules) {
        byte[] bytes = name.getBytes(ISO_8859_1);
        int hash = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            hash = nextHash(hash, bytes[i]);
        }
        int slot = slot(hash);
        while (names[slot] != null) {
            slot = (slot + 1) & mask;
        }
        names[slot] = bytes;
        rules[slot] = itsRules;
    }

    /** Returns the rules of a name, given its hash, or the fallback. */
    Rule[] getOrDefault(int hash, byte[] bytes, int start, int end, Rule[] fallback) {
        int slot = slot(hash);
        byte[] name;
        while ((name = names[slot]) != null) {
            if (Ascii.equalsIgnoreCase(bytes, start, end, name, 0, name.length)) {
                return rules[slot];
            }
            slot = (slot + 1) & mask;
        }
        return fallback;
    }

    private int slot(int hash) {
        return (hash ^ (hash >>> 7) ^ (hash >>> 16)) & mask;
    }
}
