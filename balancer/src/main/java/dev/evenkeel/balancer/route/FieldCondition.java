package dev.evenkeel.balancer.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.evenkeel.balancer.message.Ascii;
import dev.evenkeel.balancer.message.FieldName;
import dev.evenkeel.balancer.message.RequestHead;
import java.util.ArrayList;
import java.util.Arrays;

/** A field that a request must have, with exactly this value. */
final class FieldCondition {
    private final String name;
    private final int id;
    private final byte[] value;

    FieldCondition(String name, String value) {
        byte[] nameBytes = name.getBytes(ISO_8859_1);
        this.name = name;
        this.id = FieldName.of(nameBytes, 0, nameBytes.length);
        this.value = value.getBytes(ISO_8859_1);
    }

    boolean fits(RequestHead head) {
        for (int i = head.find(id); i >= 0; i = head.findNext(id, i)) {
            if (hasName(head, i)
                    && Arrays.equals(value, 0, value.length, head.bytes(), head.valueStart(i), head.valueEnd(i))) {
                return true;
            }
        }
        return false;
    }

    /** What a request has of the field, in words. */
    String found(RequestHead head) {
        var values = new ArrayList<String>();
        boolean dropped = false;
        for (int i = 0; i < head.fieldCount(); i++) {
            if (!hasName(head, i)) {
                continue;
            }
            if (head.id(i) < 0) {
                dropped = true;
            } else {
                values.add(name + ": " + head.value(i));
            }
        }
        if (values.isEmpty()) {
            return dropped
                    ? "no " + name + ", for it was dropped: the client is not trusted, or it is for one hop only"
                    : "no " + name;
        }
        return String.join(", ", values);
    }

    @Override
    public String toString() {
        return name + ": " + new String(value, ISO_8859_1);
    }

    private boolean hasName(RequestHead head, int position) {
        return Ascii.equalsIgnoreCase(head.bytes(), head.nameStart(position), head.nameEnd(position), name);
    }
}
