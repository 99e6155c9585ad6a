package dev.evenkeel.balancer.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is written, as people wrote it. */
final class Written {

    private Written() {}

    /** The text of a string, number or flag, or {@code null} for anything else. */
    static @Nullable String scalar(ConfigValue value) {
        var type = type(value);
        if (type == ConfigValueType.STRING) {
            return (String) value.unwrapped();
        }
        return type == ConfigValueType.NUMBER || type == ConfigValueType.BOOLEAN ? asString(value) : null;
    }

    /** Rendering a number would make 1 of 1.0. */
    private static String asString(ConfigValue value) {
        return value.atKey("v").getString("v");
    }

    /** The type of a value, or {@code null} for a substitution that has no value. */
    static @Nullable ConfigValueType type(ConfigValue value) {
        try {
            return value.valueType();
        } catch (ConfigException.NotResolved e) {
            return null;
        }
    }

    /** Whether the two are read as the same by every key; false if that is not known. */
    static boolean alike(ConfigValue one, ConfigValue other) {
        if (one == other) {
            return true;
        }
        if (one instanceof ConfigObject block && other instanceof ConfigObject otherBlock) {
            return alikeBlocks(block, otherBlock);
        }
        if (one instanceof ConfigList list && other instanceof ConfigList otherList) {
            return alikeLists(list, otherList);
        }
        return one.equals(other) && alikeScalars(one, other);
    }

    private static boolean alikeBlocks(Map<String, ConfigValue> block, Map<String, ConfigValue> other) {
        try {
            if (block.size() != other.size()) {
                return false;
            }
            for (String name : block.keySet()) {
                var inOther = other.get(name);
                if (inOther == null || !alike(block.get(name), inOther)) {
                    return false;
                }
            }
            return true;
        } catch (ConfigException.NotResolved e) {
            return false;
        }
    }

    private static boolean alikeLists(ConfigList list, ConfigList other) {
        if (list.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < list.size(); i++) {
            if (!alike(list.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** To Typesafe Config, 1 and 1.0 are equal; a key may take only one of them. */
    private static boolean alikeScalars(ConfigValue one, ConfigValue equal) {
        return type(one) != ConfigValueType.NUMBER || asString(one).equals(asString(equal));
    }
}
