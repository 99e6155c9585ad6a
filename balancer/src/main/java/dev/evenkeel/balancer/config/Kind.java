package dev.evenkeel.balancer.config;

import static java.util.Objects.requireNonNull;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a key takes. Reads the text of a scalar, so that {@code 3} from the file and {@code "3"} from the
 * environment are the same.
 *
 * @param <T> what the value becomes
 */
final class Kind<T> {

    /** Words that switch a limit off. */
    private static final List<String> UNLIMITED = List.of("unlimited", "infinite", "off");

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern FRACTION = Pattern.compile("-?[0-9]+\\.[0-9]+");
    private static final Pattern PER_CENT = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,6})?)\\s?%");
    private static final Pattern WITH_UNIT = Pattern.compile("-?[0-9.]+\\s*[a-zA-Z]+");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9.%+_-]+");
    private static final Duration DAY = Duration.ofDays(1);

    private final String expected;
    private final Parser<T> parser;

    private Kind(String expected, Parser<T> parser) {
        this.expected = expected;
        this.parser = parser;
    }

    /** Gives the value that a text means, or {@code null} if it means none. */
    @FunctionalInterface
    private interface Parser<T> {
        @Nullable
        T parse(String text) throws BadValueException;
    }

    static Kind<Boolean> flag() {
        return new Kind<>("on or off", text -> switch (text) {
            case "on", "true", "yes" -> true;
            case "off", "false", "no" -> false;
            default -> null;
        });
    }

    static Kind<Integer> integer(int min, int max) {
        return new Kind<>(min + " to " + max, text -> wholeNumber(text, min, max));
    }

    /** {@code word}, which means {@code meaning}, or a number. */
    static Kind<Integer> integerOr(String word, int meaning, int min, int max) {
        return new Kind<>(
                word + ", or " + min + " to " + max,
                text -> text.equals(word) ? Integer.valueOf(meaning) : wholeNumber(text, min, max));
    }

    /** A number from 1 up, or {@link Integer#MAX_VALUE} if switched off. */
    static Kind<Integer> countOrUnlimited() {
        return new Kind<>(
                "1 or more, or unlimited",
                text -> UNLIMITED.contains(text)
                        ? Integer.valueOf(Integer.MAX_VALUE)
                        : wholeNumber(text, 1, Integer.MAX_VALUE));
    }

    static Kind<Integer> bytes(String min, String max) {
        long from = size(min);
        long to = size(max);
        return new Kind<>(min + " to " + max, text -> {
            long bytes = size(text);
            return bytes < from || bytes > to ? null : Integer.valueOf((int) bytes);
        });
    }

    /** A size, or {@link Long#MAX_VALUE} if switched off. */
    static Kind<Long> bytesOrUnlimited() {
        return new Kind<>("a size such as 10m, or unlimited", text -> {
            if (UNLIMITED.contains(text)) {
                return Long.MAX_VALUE;
            }
            long bytes = size(text);
            return bytes < 0 ? null : Long.valueOf(bytes);
        });
    }

    /** A time of at least {@code min} and at most a day. */
    static Kind<Duration> duration(String min) {
        var from = requireNonNull(time(min), "min");
        return new Kind<>(min + " to 1d", text -> withUnit(text, from));
    }

    /** A time from a millisecond to a day, or {@link Duration#ZERO} if switched off. */
    static Kind<Duration> durationOrOff() {
        return new Kind<>(
                "1ms to 1d, or off",
                text -> text.equals("off") || text.equals("infinite")
                        ? Duration.ZERO
                        : withUnit(text, Duration.ofMillis(1)));
    }

    /** Per cents, as a number from 0 to 1. */
    static Kind<Double> share() {
        return new Kind<>(
                "0% to 100%",
                text -> {
                    var matcher = PER_CENT.matcher(text);
                    double share = matcher.matches() ? Double.parseDouble(matcher.group(1)) / 100 : -1;
                    return share < 0 || share > 1 ? null : Double.valueOf(share);
                });
    }

    static Kind<String> text(String expected, Predicate<String> allowed) {
        return new Kind<>(expected, text -> allowed.test(text) ? text : null);
    }

    /** What {@code parser} makes of a text; its {@link IllegalArgumentException} says what was expected. */
    static <T> Kind<T> parsed(String expected, Function<String, T> parser) {
        return new Kind<>(expected, text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw new BadValueException(String.valueOf(e.getMessage()), "");
            }
        });
    }

    /** One of some words. */
    static Kind<String> word(List<String> words) {
        var expected = String.join(", ", words);
        return new Kind<>(expected, text -> {
            if (words.contains(text)) {
                return text;
            }
            var nearest = NearestName.of(text, words);
            throw new BadValueException(
                    mismatch(text, expected), nearest == null ? "" : "Did you mean \"" + nearest + "\"?");
        });
    }

    /** One of the constants of an enum, by their names in lower case. */
    static <E extends Enum<E>> Kind<E> oneOf(Class<E> type) {
        return oneOf(type, '_');
    }

    /** As {@link #oneOf}, with hyphens between words. */
    static <E extends Enum<E>> Kind<E> oneOfWords(Class<E> type) {
        return oneOf(type, '-');
    }

    private static <E extends Enum<E>> Kind<E> oneOf(Class<E> type, char betweenWords) {
        var constants = type.getEnumConstants();
        var words = Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', betweenWords))
                .toList();
        var word = word(words);
        return new Kind<>(word.expected, text -> constants[words.indexOf(word.read(text))]);
    }

    /** What a good value looks like, for people. */
    String expected() {
        return expected;
    }

    /** Reads the text of a scalar. */
    T read(String text) throws BadValueException {
        var value = parser.parse(text);
        if (value == null) {
            throw new BadValueException(mismatch(text, expected), "");
        }
        return value;
    }

    /** {@code value (expected: …)}, the value in quotes if it is more than a word. */
    static String mismatch(String text, String expected) {
        var shown = PLAIN.matcher(text).matches() ? text : ConfigUtil.quoteString(text);
        return shown + " (expected: " + expected + ")";
    }

    private static @Nullable Integer wholeNumber(String text, int min, int max) throws BadValueException {
        if (FRACTION.matcher(text).matches()) {
            throw new BadValueException(mismatch(text, "a whole number, " + min + " to " + max), "");
        }
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            return null;
        }
        long number = Long.parseLong(text);
        return number < min || number > max ? null : Integer.valueOf((int) number);
    }

    private static @Nullable Duration withUnit(String text, Duration min) throws BadValueException {
        if (WHOLE_NUMBER.matcher(text).matches()) {
            throw new BadValueException(text + " (expected: a time with its unit)", "Write " + text + "s for seconds.");
        }
        var time = time(text);
        return time == null || time.compareTo(min) < 0 || time.compareTo(DAY) > 0 ? null : time;
    }

    /** The time that a text means by the rules of HOCON, or {@code null} if it means none. */
    private static @Nullable Duration time(String text) {
        if (!WITH_UNIT.matcher(text).matches()) {
            return null;
        }
        try {
            return ConfigFactory.parseMap(Map.of("v", text)).getDuration("v");
        } catch (ConfigException e) {
            return null;
        }
    }

    /** The bytes that a text means by the rules of HOCON, or -1 if it means none. */
    private static long size(String text) {
        if (!WHOLE_NUMBER.matcher(text).matches() && !WITH_UNIT.matcher(text).matches()) {
            return -1;
        }
        try {
            return ConfigFactory.parseMap(Map.of("v", text)).getBytes("v");
        } catch (ConfigException e) {
            return -1;
        }
    }
}
