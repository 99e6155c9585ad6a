package dev.evenkeel.bench.nodrop.origin;

/**
 * What bodies are made of: each byte follows from the id of the request and its place, so that a byte that is missing,
 * twice there or another request's is found.
 */
public final class Content {
    private Content() {}

    /** The byte at a place of a body. */
    public static byte at(long id, long place) {
        return (byte) (id * 31 + place + (place >>> 8) * 7 + (place >>> 16) * 13);
    }

    /** Fills {@code target} up to {@code length} with the part of the body that begins at {@code place}. */
    public static void fill(long id, long place, byte[] target, int length) {
        for (int i = 0; i < length; i++) {
            target[i] = at(id, place + i);
        }
    }

    /** Whether {@code length} bytes of {@code data} are the part of the body that begins at {@code place}. */
    public static boolean fits(long id, long place, byte[] data, int length) {
        for (int i = 0; i < length; i++) {
            if (data[i] != at(id, place + i)) {
                return false;
            }
        }
        return true;
    }
}
