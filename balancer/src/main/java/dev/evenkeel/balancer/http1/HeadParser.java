package dev.evenkeel.balancer.http1;

import dev.evenkeel.balancer.config.HeadLimits;
import dev.evenkeel.balancer.message.Ascii;
import dev.evenkeel.balancer.message.FieldName;
import dev.evenkeel.balancer.message.Head;
import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads the head of a message in one pass, strictly as RFC 9112 says and a little stricter: nothing that two parsers
 * could read differently gets through. Lines end in CR LF, and neither byte stands anywhere else; no control character,
 * no folded line, no white space before a colon.
 *
 * <p>Bytes are copied into the head a stretch at a time and parsed there, so a head may come in any number of pieces. A
 * line is parsed when its line feed has come; a peer that sends byte by byte costs one look at each byte.
 */
abstract class HeadParser<H extends Head> {
    private static final int STRETCH = 1024;
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long SPACES = ONES * ' ';
    private static final long DELETES = ONES * 0x7f;
    private static final long HIGH_BITS = ONES << 7;

    private int lineStart;
    private int searchedTo;
    private boolean startLineRead;
    private int fieldsStart;

    /** Begins a new message. */
    void reset() {
        lineStart = 0;
        searchedTo = 0;
        startLineRead = !hasStartLine();
        fieldsStart = 0;
    }

    /**
     * Reads on.
     *
     * @return true when the head is complete; the buffer is then at the first byte after it
     */
    final boolean parse(H head, ByteBuf in, HeadLimits limits) throws BadMessage {
        while (in.isReadable()) {
            head.append(in, Math.min(in.readableBytes(), STRETCH));
            if (parseLines(head, limits)) {
                int surplus = head.length() - lineStart;
                in.readerIndex(in.readerIndex() - surplus);
                head.truncate(lineStart);
                return true;
            }
        }
        return false;
    }

    /** Whether a byte of the message has come. */
    final boolean begun() {
        return searchedTo > 0;
    }

    abstract boolean hasStartLine();

    /** How many bytes the start line may have, and how a longer one is refused. */
    abstract int startLineLimit(HeadLimits limits);

    abstract BadMessage startLineTooLong(int limit);

    /** Reads the start line, which stands at {@code start} and ends before CR LF at {@code end}. */
    abstract void parseStartLine(H head, byte[] bytes, int start, int end) throws BadMessage;

    /** Tells whether an empty line may be passed over here. */
    abstract boolean skipsEmptyLine(int start);

    /** Checks what can only be checked when all fields are there. */
    abstract void finish(H head) throws BadMessage;

    private boolean parseLines(H head, HeadLimits limits) throws BadMessage {
        byte[] bytes = head.bytes();
        int length = head.length();
        while (true) {
            int lineFeed = indexOfLineFeed(bytes, searchedTo, length);
            if (lineFeed < 0) {
                checkLimits(length, length, limits);
                searchedTo = length;
                return false;
            }
            checkLimits(lineFeed, lineFeed + 1, limits);
            int end = lineFeed - 1;
            if (end < lineStart || bytes[end] != '\r') {
                throw BadMessage.badRequest("A line ends in LF without CR.");
            }
            int start = lineStart;
            lineStart = lineFeed + 1;
            searchedTo = lineStart;
            if (parseLine(head, bytes, start, end, limits)) {
                return true;
            }
        }
    }

    private boolean parseLine(H head, byte[] bytes, int start, int end, HeadLimits limits) throws BadMessage {
        if (startLineRead) {
            if (start == end) {
                finish(head);
                return true;
            }
            parseField(head, bytes, start, end, limits);
            return false;
        }
        if (start == end && skipsEmptyLine(start)) {
            return false;
        }
        parseStartLine(head, bytes, start, end);
        startLineRead = true;
        fieldsStart = end + 2;
        head.fieldsStart(fieldsStart);
        return false;
    }

    /** Checks lengths before anything else, so that the answer is the same in whatever pieces a line comes. */
    private void checkLimits(int lineEnd, int received, HeadLimits limits) throws BadMessage {
        int withCr = lineEnd - lineStart;
        if (!startLineRead) {
            if (withCr > startLineLimit(limits) + 1) {
                throw startLineTooLong(startLineLimit(limits));
            }
            return;
        }
        if (withCr > limits.field() + 1) {
            throw new BadMessage(431, "A header field is longer than " + limits.field() + " bytes.");
        }
        if (received - fieldsStart > limits.fields() + 2) {
            throw new BadMessage(431, "The header fields are longer than " + limits.fields() + " bytes in all.");
        }
    }

    private static int indexOfLineFeed(byte[] bytes, int from, int to) {
        int i = from;
        for (; i + 8 <= to; i += 8) {
            long differing = (long) EIGHT_BYTES.get(bytes, i) ^ (ONES * '\n');
            long found = (differing - ONES) & ~differing & HIGH_BITS;
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void parseField(H head, byte[] bytes, int start, int end, HeadLimits limits) throws BadMessage {
        if (head.fieldCount() >= limits.fieldCount()) {
            throw new BadMessage(431, "There are more than " + limits.fieldCount() + " header fields.");
        }
        int hash = 0;
        int i = start;
        int folded;
        while (i < end && (folded = Ascii.foldToken(bytes[i])) != 0) {
            hash = FieldName.nextHash(hash, folded);
            i++;
        }
        if (i == start || i == end || bytes[i] != ':') {
            throw badName(bytes, start, i, end);
        }
        int valueStart = i + 1;
        while (valueStart < end && isBlank(bytes[valueStart])) {
            valueStart++;
        }
        checkValue(bytes, valueStart, end);
        int valueEnd = end;
        while (valueEnd > valueStart && isBlank(bytes[valueEnd - 1])) {
            valueEnd--;
        }
        head.index(FieldName.of(bytes, start, i, hash), start, i, valueStart, valueEnd, end + 2);
    }

    private static BadMessage badName(byte[] bytes, int start, int at, int end) {
        if (at == start && isBlank(bytes[start])) {
            return BadMessage.badRequest("A header line begins with white space (obsolete line folding).");
        }
        if (at < end && isBlank(bytes[at])) {
            return BadMessage.badRequest("White space stands in a field name or before its colon.");
        }
        if (at == end) {
            return BadMessage.badRequest("A header line has no colon.");
        }
        return BadMessage.badRequest(
                at == start ? "A field name is empty or malformed." : "A field name has an invalid character.");
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** Refuses control characters other than the tab, eight bytes at a time. */
    private static void checkValue(byte[] bytes, int from, int end) throws BadMessage {
        int i = from;
        for (; i + 8 <= end; i += 8) {
            long word = (long) EIGHT_BYTES.get(bytes, i);
            long delete = word ^ DELETES;
            long suspicious = (((word - SPACES) & ~word) | ((delete - ONES) & ~delete)) & HIGH_BITS;
            if (suspicious != 0) {
                checkBytes(bytes, i, i + 8);
            }
        }
        checkBytes(bytes, i, end);
    }

    private static void checkBytes(byte[] bytes, int from, int end) throws BadMessage {
        for (int i = from; i < end; i++) {
            byte b = bytes[i];
            if ((b >= 0 && b < ' ' && b != '\t') || b == 0x7f) {
                throw BadMessage.badRequest(
                        b == '\r'
                                ? "A CR stands in a field value."
                                : "A field value has a control character (0x" + Integer.toHexString(b) + ").");
            }
        }
    }
}
