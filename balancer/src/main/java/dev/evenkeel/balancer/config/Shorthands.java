package dev.evenkeel.balancer.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Blocks that may be written as a single value: {@code keep-alive = on} for {@code keep-alive.enabled = on}. */
final class Shorthands {

    /** By where the block stands in that of its listener or pool. */
    private static final Map<String, String> KEYS =
            Map.of("keep-alive", "enabled", "policy", "name", "verify", "enabled", "health.http.keep-alive", "enabled");

    private Shorthands() {}

    /** The key in full: {@code keep-alive.enabled} for {@code keep-alive}, any other as it is. */
    static String full(String key) {
        String inner = KEYS.get(key);
        return inner == null ? key : key + "." + inner;
    }

    /** What a block says of a key, however it is written, or null. */
    static @Nullable String text(ConfigObject block, String key) {
        Config config = expanded(block, key);
        ConfigValue value = config.hasPath(key) ? config.getValue(key) : null;
        return value == null || !scalar(value) ? null : String.valueOf(value.unwrapped());
    }

    /** The block with a key set, and what a shorthand on the way said put in full. */
    static ConfigObject set(ConfigObject block, String key, ConfigValue value) {
        return expanded(block, key).withValue(key, value).root();
    }

    private static Config expanded(ConfigObject block, String key) {
        Config config = block.toConfig();
        int dot = key.lastIndexOf('.');
        String outer = dot < 0 ? key : key.substring(0, dot);
        String inner = KEYS.get(outer);
        if (inner == null || dot < 0 || !config.hasPath(outer) || !scalar(config.getValue(outer))) {
            return config;
        }
        ConfigValue said = config.getValue(outer);
        return config.withoutPath(outer).withValue(outer + "." + inner, said);
    }

    private static boolean scalar(ConfigValue value) {
        return value.valueType() != ConfigValueType.OBJECT && value.valueType() != ConfigValueType.LIST;
    }

    /** A backend as a block, also if only its address is written. */
    static ConfigObject backend(ConfigValue written) {
        return written instanceof ConfigObject block
                ? block
                : ConfigFactory.empty().withValue("address", written).root();
    }

    /** A value that comes from a live change. */
    static ConfigValue live(String text) {
        return ConfigValueFactory.fromAnyRef(text, "live change");
    }
}
