package dev.evenkeel.balancer.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The head of a message as it was received: its bytes in one array, and an index of where each field stands.
 *
 * <p>Nothing becomes a {@code String} unless somebody asks. An edit marks a field as dropped or appends a line; writing
 * the head out copies the untouched stretches between the marks. This is how a proxied head costs two copies of its
 * bytes and no object per field.
 *
 * <p>A head belongs to one connection at a time, is filled again for each message, and is to be used on the event loop of
 * that connection only. What must outlive the exchange is to be copied out.
 */
public abstract class Head {
    private static final int INITIAL_BYTES = 1024;
    private static final int LARGEST_KEPT_BYTES = 32 * 1024;
    private static final int INITIAL_FIELDS = 32;
    private static final int STRIDE = 5;
    private static final int NAME_START = 0;
    private static final int NAME_END = 1;
    private static final int VALUE_START = 2;
    private static final int VALUE_END = 3;
    private static final int LINE_END = 4;
    private static final byte DROPPED = (byte) 0x80;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;
    private int[] index = new int[INITIAL_FIELDS * STRIDE];
    private byte[] ids = new byte[INITIAL_FIELDS];
    private int fieldCount;
    private final int[] firstById = new int[FieldName.COUNT];
    private byte[] added = new byte[256];
    private int addedLength;
    private int fieldsStart;
    private int httpMinor;

    Head() {}

    /** Forgets everything, for the next message. */
    public void clear() {
        if (bytes.length > LARGEST_KEPT_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
        length = 0;
        fieldCount = 0;
        fieldsStart = 0;
        addedLength = 0;
        httpMinor = 1;
        Arrays.fill(firstById, 0);
    }

    /** The bytes received, of which the first {@link #length()} count. May be another array after an append. */
    public final byte[] bytes() {
        return bytes;
    }

    public final int length() {
        return length;
    }

    /** Cuts off bytes that turned out not to belong to this head. */
    public final void truncate(int newLength) {
        length = newLength;
    }

    /** Appends received bytes, advancing the buffer. */
    public final void append(ByteBuf in, int count) {
        ensureCapacity(count);
        in.readBytes(bytes, length, count);
        length += count;
    }

    /** Appends text, for a head that is made and not received; characters above 255 are not allowed. */
    final void append(String text) {
        ensureCapacity(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    private void ensureCapacity(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }

    /** The minor version of HTTP/1 that the sender speaks: 0, or 1 for anything later. */
    public final int httpMinor() {
        return httpMinor;
    }

    public final void httpMinor(int minor) {
        httpMinor = minor;
    }

    /** Where the first field line begins, which is one past the start line's line feed. */
    public final int fieldsStart() {
        return fieldsStart;
    }

    public final void fieldsStart(int offset) {
        fieldsStart = offset;
    }

    /** Records a field that stands in {@link #bytes()}; the value without surrounding white space. */
    public final void index(int id, int nameStart, int nameEnd, int valueStart, int valueEnd, int lineEnd) {
        if (fieldCount == ids.length) {
            ids = Arrays.copyOf(ids, fieldCount * 2);
            index = Arrays.copyOf(index, index.length * 2);
        }
        int at = fieldCount * STRIDE;
        index[at + NAME_START] = nameStart;
        index[at + NAME_END] = nameEnd;
        index[at + VALUE_START] = valueStart;
        index[at + VALUE_END] = valueEnd;
        index[at + LINE_END] = lineEnd;
        ids[fieldCount++] = (byte) id;
        if (firstById[id] == 0) {
            firstById[id] = fieldCount;
        }
    }

    /** How many fields were received, dropped ones included. */
    public final int fieldCount() {
        return fieldCount;
    }

    /** Returns the position of the first field of this name that is not dropped, or -1. */
    public final int find(int id) {
        int position = firstById[id] - 1;
        if (position < 0 || ids[position] == id) {
            return position;
        }
        return findNext(id, position);
    }

    /** Returns the position of the next field of this name after the given position, or -1. */
    public final int findNext(int id, int after) {
        for (int i = after + 1; i < fieldCount; i++) {
            if (ids[i] == id) {
                return i;
            }
        }
        return -1;
    }

    /** Tells whether a field of this name was received and is not dropped. */
    public final boolean has(int id) {
        return find(id) >= 0;
    }

    /** The name's identifier of a field, or -1 if it is dropped. */
    public final int id(int position) {
        return ids[position] < 0 ? -1 : ids[position];
    }

    public final int nameStart(int position) {
        return index[position * STRIDE + NAME_START];
    }

    public final int nameEnd(int position) {
        return index[position * STRIDE + NAME_END];
    }

    public final int valueStart(int position) {
        return index[position * STRIDE + VALUE_START];
    }

    public final int valueEnd(int position) {
        return index[position * STRIDE + VALUE_END];
    }

    /** Returns a field's value as text, a new string. */
    public final String value(int position) {
        return text(valueStart(position), valueEnd(position));
    }

    /** Returns the value of the first field of this name, or null. */
    public final @Nullable String firstValue(int id) {
        int position = find(id);
        return position < 0 ? null : value(position);
    }

    /** Returns the value of the first field of this name, known to the balancer or not, or null. */
    public final @Nullable String firstValue(String name) {
        for (int i = 0; i < fieldCount; i++) {
            if (ids[i] >= 0 && Ascii.equalsIgnoreCase(bytes, nameStart(i), nameEnd(i), name)) {
                return value(i);
            }
        }
        return null;
    }

    /** Returns a stretch of the received bytes as text, a new string. */
    public final String text(int start, int end) {
        return new String(bytes, start, end - start, ISO_8859_1);
    }

    /** Leaves a field out when the head is written. */
    public final void drop(int position) {
        ids[position] |= DROPPED;
    }

    /** Leaves all fields of this name out. */
    public final void dropAll(int id) {
        for (int i = find(id); i >= 0; i = findNext(id, i)) {
            drop(i);
        }
    }

    /** Leaves all fields out whose name is the given stretch of this head's bytes, in any case. */
    public final void dropNamed(int nameStart, int nameEnd) {
        for (int i = 0; i < fieldCount; i++) {
            if (Ascii.equalsIgnoreCase(bytes, nameStart(i), nameEnd(i), bytes, nameStart, nameEnd)) {
                drop(i);
            }
        }
    }

    /** Appends a field line; name and value must already be safe to send. */
    public final void add(String name, String value) {
        addText(name);
        addText(": ");
        addText(value);
        endAddedLine();
    }

    /** Appends text to the field line that is being added. Characters above 255 are not allowed. */
    public final void addText(String text) {
        ensureAdded(text.length());
        for (int i = 0; i < text.length(); i++) {
            added[addedLength++] = (byte) text.charAt(i);
        }
    }

    /** Appends bytes to the field line that is being added. */
    public final void addBytes(byte[] source, int start, int end) {
        ensureAdded(end - start);
        System.arraycopy(source, start, added, addedLength, end - start);
        addedLength += end - start;
    }

    /** Ends the field line that is being added. */
    public final void endAddedLine() {
        ensureAdded(2);
        added[addedLength++] = '\r';
        added[addedLength++] = '\n';
    }

    private void ensureAdded(int count) {
        if (addedLength + count > added.length) {
            added = Arrays.copyOf(added, Math.max(added.length * 2, addedLength + count));
        }
    }

    /** An upper bound of the bytes that {@link #writeFields} writes. */
    public final int fieldsSize() {
        return length - fieldsStart + addedLength;
    }

    /** Writes all field lines that are not dropped, then the added ones, without the empty line that ends a head. */
    public final void writeFields(ByteBuf out) {
        int from = fieldsStart;
        int to = fieldsStart;
        for (int i = 0; i < fieldCount; i++) {
            if (ids[i] < 0) {
                out.writeBytes(bytes, from, to - from);
                from = index[i * STRIDE + LINE_END];
            }
            to = index[i * STRIDE + LINE_END];
        }
        out.writeBytes(bytes, from, to - from);
        out.writeBytes(added, 0, addedLength);
    }
}
