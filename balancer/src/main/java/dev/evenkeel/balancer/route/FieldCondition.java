package dev.evenkeel.balancer.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.evenkeel.balancer.message.Ascii;
import dev.evenkeel.balancer.message.FieldName;
import dev.evenkeel.balancer.message.RequestHead;
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

    private boolean hasName(RequestHead head, int position) {
        return Ascii.equalsIgnoreCase(head.bytes(), head.nameStart(position), head.nameEnd(position), name);
    }
}
