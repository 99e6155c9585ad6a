package dev.evenkeel.balancer.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.evenkeel.balancer.message.Head;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Names the requests of one event loop. For that loop only.
 *
 * <p>An id is 128 bits in hexadecimal: 64 that were drawn at random when this object was made, and 64 that are a counter
 * sent through a permutation with a random key. So no two requests have the same id, whatever loop, restart or machine
 * they were on; nobody sees from an id how many requests came between; and an id costs no random number and no garbage.
 * Ids are not secrets: the permutation is no cipher.
 */
public final class RequestIds {
    /** Characters of an id. */
    public static final int LENGTH = 32;

    private static final int HALF = LENGTH / 2;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(US_ASCII);

    private final byte[] text = new byte[LENGTH];
    private final long key;
    private final long factor;
    private long count;

    /** Draws what sets this loop apart; may block, as {@link SecureRandom} does. */
    public RequestIds(SecureRandom random) {
        byte[] drawn = new byte[3 * Long.BYTES];
        random.nextBytes(drawn);
        ByteBuffer bits = ByteBuffer.wrap(drawn);
        write(bits.getLong(), 0);
        key = bits.getLong();
        factor = bits.getLong() | 1;
    }

    /** Takes the next number; its id is made when somebody asks for it. */
    public long next() {
        return ++count;
    }

    /** The id of a number; a new string. */
    public String text(long number) {
        write(permute(number), HALF);
        return new String(text, US_ASCII);
    }

    /** Writes the id of a number, {@value #LENGTH} bytes of ASCII. */
    public void write(long number, byte[] target, int at) {
        write(permute(number), HALF);
        System.arraycopy(text, 0, target, at, LENGTH);
    }

    /** Appends the id of a number to the field line that is being added. */
    public void addTo(Head head, long number) {
        write(permute(number), HALF);
        head.addBytes(text, 0, LENGTH);
    }

    /** Each step has an inverse: adding, multiplying by an odd number, folding the upper half into the lower. */
    private long permute(long number) {
        long mixed = (number + key) * factor;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        mixed = (mixed ^ (mixed >>> 32)) * factor;
        return mixed ^ (mixed >>> 32);
    }

    private void write(long bits, int at) {
        for (int i = 0; i < HALF; i++) {
            text[at + i] = DIGITS[(int) (bits >>> (60 - 4 * i)) & 0xf];
        }
    }
}
