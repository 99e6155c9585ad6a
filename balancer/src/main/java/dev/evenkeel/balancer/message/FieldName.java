package dev.evenkeel.balancer.message;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;

/**
 * The field names that the balancer itself looks at, each a small integer found once, while a head is parsed, so that
 * nothing later compares names.
 *
 * <p>All other names are {@link #OTHER}. A name that differs from a known one only in an underscore for a hyphen is
 * {@link #UNDERSCORED}: CGI and WSGI servers cannot tell {@code X_Forwarded_For} from {@code X-Forwarded-For}, so such a
 * field would let a stranger speak with the balancer's voice.
 */
public final class FieldName {
    public static final int OTHER = 0;
    public static final int UNDERSCORED = 1;
    public static final int HOST = 2;
    public static final int CONNECTION = 3;
    public static final int CONTENT_LENGTH = 4;
    public static final int TRANSFER_ENCODING = 5;
    public static final int KEEP_ALIVE = 6;
    public static final int PROXY_CONNECTION = 7;
    public static final int TE = 8;
    public static final int UPGRADE = 9;
    public static final int PROXY_AUTHENTICATE = 10;
    public static final int PROXY_AUTHORIZATION = 11;
    public static final int PROXY = 12;
    public static final int EXPECT = 13;
    public static final int VIA = 14;
    public static final int FORWARDED = 15;
    public static final int X_FORWARDED_FOR = 16;
    public static final int X_FORWARDED_PROTO = 17;
    public static final int X_FORWARDED_HOST = 18;
    public static final int X_REQUEST_ID = 19;
    public static final int ACCEPT = 20;
    public static final int USER_AGENT = 21;
    public static final int REFERER = 22;
    public static final int DATE = 23;
    public static final int TRAILER = 24;
    public static final int HTTP2_SETTINGS = 25;
    public static final int MAX_FORWARDS = 26;
    public static final int X_FORWARDED_PORT = 27;
    public static final int X_FORWARDED_SERVER = 28;
    public static final int X_REAL_IP = 29;
    public static final int CONTENT_TYPE = 30;

    /** One more than the largest identifier. */
    public static final int COUNT = 31;

    private static final String[] NAMES = {
        "",
        "",
        "Host",
        "Connection",
        "Content-Length",
        "Transfer-Encoding",
        "Keep-Alive",
        "Proxy-Connection",
        "TE",
        "Upgrade",
        "Proxy-Authenticate",
        "Proxy-Authorization",
        "Proxy",
        "Expect",
        "Via",
        "Forwarded",
        "X-Forwarded-For",
        "X-Forwarded-Proto",
        "X-Forwarded-Host",
        "X-Request-Id",
        "Accept",
        "User-Agent",
        "Referer",
        "Date",
        "Trailer",
        "HTTP2-Settings",
        "Max-Forwards",
        "X-Forwarded-Port",
        "X-Forwarded-Server",
        "X-Real-IP",
        "Content-Type",
    };

    private static final int SLOTS = 256;
    private static final byte[][] LOWER_NAMES = new byte[COUNT][];
    private static final byte[] ID_BY_SLOT = new byte[SLOTS];

    static {
        for (int id = HOST; id < COUNT; id++) {
            byte[] name = NAMES[id].toLowerCase(Locale.ROOT).getBytes(US_ASCII);
            LOWER_NAMES[id] = name;
            int slot = slot(hash(name, 0, name.length));
            while (ID_BY_SLOT[slot] != 0) {
                slot = (slot + 1) % SLOTS;
            }
            ID_BY_SLOT[slot] = (byte) id;
        }
    }

    private FieldName() {}

    /** Returns the customary spelling of a known name. */
    public static String spelling(int id) {
        return NAMES[id];
    }

    /**
     * Returns the identifier of a name.
     *
     * @param hash of the name, as {@link #hash(byte[], int, int)} makes it
     */
    public static int of(byte[] bytes, int start, int end, int hash) {
        int slot = slot(hash);
        int id;
        while ((id = ID_BY_SLOT[slot]) != 0) {
            int match = match(LOWER_NAMES[id], id, bytes, start, end);
            if (match != OTHER) {
                return match;
            }
            slot = (slot + 1) % SLOTS;
        }
        return OTHER;
    }

    /** Returns the identifier of a name of any case. */
    public static int of(byte[] bytes, int start, int end) {
        return of(bytes, start, end, hash(bytes, start, end));
    }

    /** The hash by which names are found: of the lower-case name, an underscore counting as a hyphen. */
    static int hash(byte[] bytes, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = nextHash(hash, Ascii.foldToken(bytes[i]));
        }
        return hash;
    }

    /** Adds one character, already folded by {@link Ascii#foldToken}, to a hash. */
    public static int nextHash(int hash, int folded) {
        return hash * 31 + folded;
    }

    private static int slot(int hash) {
        return (hash ^ (hash >>> 8) ^ (hash >>> 16)) & (SLOTS - 1);
    }

    private static int match(byte[] lowerName, int id, byte[] bytes, int start, int end) {
        if (lowerName.length != end - start) {
            return OTHER;
        }
        int result = id;
        for (int i = 0; i < lowerName.length; i++) {
            byte b = bytes[start + i];
            if (Ascii.foldToken(b) != lowerName[i]) {
                return OTHER;
            }
            if (b == '_') {
                result = UNDERSCORED;
            }
        }
        return result;
    }
}
