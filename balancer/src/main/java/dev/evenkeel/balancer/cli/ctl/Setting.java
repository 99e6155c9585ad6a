package dev.evenkeel.balancer.cli.ctl;

import static java.util.Objects.requireNonNull;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A setting as people give it: {@code weight=2}. */
record Setting(String key, String value) {
    Setting {
        requireNonNull(key, "key");
        requireNonNull(value, "value");
    }

    /** Reads it from the command line. */
    static final class Converter implements ITypeConverter<Setting> {
        @Override
        public Setting convert(String text) {
            int end = text.indexOf('=');
            if (end < 1) {
                throw new TypeConversionException("\"" + text + "\" (expected: KEY=VALUE)");
            }
            return new Setting(text.substring(0, end), text.substring(end + 1));
        }
    }
}
