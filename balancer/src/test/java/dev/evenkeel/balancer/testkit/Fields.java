package dev.evenkeel.balancer.testkit;

import java.util.ArrayList;
import java.util.List;

/** The fields of a message in the order in which they came; names are compared without regard to case. */
public final class Fields {

    /** One field line, its value without the whitespace around it. */
    public record Field(String name, String value) {

        @Override
        public String toString() {
            return name + ": " + value;
        }
    }

    /** No fields. */
    public static final Fields NONE = new Fields(List.of());

    private final List<Field> fields;

    Fields(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    /** The values of all fields of this name, in order. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                values.add(field.value());
            }
        }
        return values;
    }

    /** Whether there is a field of this name. */
    public boolean has(String name) {
        return !all(name).isEmpty();
    }

    /** The value of the only field of this name; an error if there is none, or more than one. */
    public String only(String name) {
        List<String> values = all(name);
        if (values.size() != 1) {
            throw new AssertionError("expected one " + name + " but there are " + values.size() + ": " + fields);
        }
        return values.get(0);
    }

    /** Whether the comma separated list in the fields of this name has {@code member}, compared without regard to case. */
    public boolean listHas(String name, String member) {
        for (String value : all(name)) {
            for (String part : value.split(",", -1)) {
                if (part.strip().equalsIgnoreCase(member)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Every field in order. */
    public List<Field> list() {
        return fields;
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
