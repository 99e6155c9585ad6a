package dev.evenkeel.balancer.message;

/** Character classes of HTTP (RFC 9110 §5.6.2) and comparisons over bytes that are not made into strings. */
public final class Ascii {
    private static final byte[] TOKEN = new byte[256];

    static {
        for (int c = '0'; c <= '9'; c++) {
            TOKEN[c] = (byte) c;
        }
        for (int c = 'a'; c <= 'z'; c++) {
            TOKEN[c] = (byte) c;
            TOKEN[c - 'a' + 'A'] = (byte) c;
        }
        for (char c : "!#$%&'*+-.^`|~".toCharArray()) {
            TOKEN[c] = (byte) c;
        }
        TOKEN['_'] = '-';
    }

    private Ascii() {}

    /**
     * Returns zero for a byte that may not stand in a token, else the byte folded for comparing names: letters in lower
     * case, an underscore as a hyphen.
     */
    public static byte foldToken(byte b) {
        return TOKEN[b & 0xff];
    }

    /** Returns a letter in lower case, every other byte as it is. */
    public static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
    }

    /** Tells whether a range of bytes is the given ASCII text, letters of either case being the same. */
    public static boolean equalsIgnoreCase(byte[] bytes, int start, int end, String text) {
        if (end - start != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (lower(bytes[start + i]) != lower((byte) text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether two ranges hold the same bytes, letters of either case being the same. */
    public static boolean equalsIgnoreCase(byte[] a, int aStart, int aEnd, byte[] b, int bStart, int bEnd) {
        if (aEnd - aStart != bEnd - bStart) {
            return false;
        }
        for (int i = 0; i < aEnd - aStart; i++) {
            if (lower(a[aStart + i]) != lower(b[bStart + i])) {
                return false;
            }
        }
        return true;
    }

    /** Returns the value of a hexadecimal digit, or -1. */
    public static int hexValue(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        byte lower = lower(b);
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
