package dev.evenkeel.balancer.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.evenkeel.balancer.config.NearestName;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads parameters of queries that several calls have, and says what is wrong with them. */
final class Parameters {
    private static final int MOST = 10_000;

    /** The only one that may be given several times. */
    private static final String REPEATED = "header";

    private Parameters() {}

    /**
     * Refuses what would be passed over: a parameter that is not known, and one that is given twice.
     *
     * @param known those that the call takes, besides {@code pretty}
     */
    static void require(Call call, List<String> known) throws BadCallException {
        var all = new ArrayList<>(known);
        all.add(Call.PRETTY);
        var seen = new HashSet<String>();
        for (String parameter : parts(call)) {
            String name = nameOf(parameter);
            if (!all.contains(name)) {
                throw unknown(400, "parameter", name, all);
            }
            if (!seen.add(name) && !name.equals(REPEATED)) {
                throw new BadCallException(400, name + ": given twice. Leave only one.");
            }
        }
    }

    private static List<String> parts(Call call) {
        return Stream.of(call.query().split("&", -1))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static String nameOf(String parameter) throws BadCallException {
        int end = parameter.indexOf('=');
        return decode("The name of a parameter", end < 0 ? parameter : parameter.substring(0, end));
    }

    /**
     * The value of a parameter, or null if it was not given.
     *
     * @throws BadCallException if it is not properly percent-encoded
     */
    static @Nullable String text(Call call, String name) throws BadCallException {
        List<String> values = all(call, name, false);
        return values.isEmpty() ? null : values.get(0);
    }

    /**
     * All values of a parameter that may be given several times.
     *
     * @param plusIsSpace as those encode a space who encode a form
     * @throws BadCallException if one is not properly percent-encoded
     */
    static List<String> all(Call call, String name, boolean plusIsSpace) throws BadCallException {
        var values = new ArrayList<String>();
        for (String parameter : parts(call)) {
            if (nameOf(parameter).equals(name)) {
                int end = parameter.indexOf('=');
                String value = end < 0 ? "" : parameter.substring(end + 1);
                values.add(decode(name, plusIsSpace ? value : value.replace("+", "%2B")));
            }
        }
        return values;
    }

    private static String decode(String name, String value) throws BadCallException {
        try {
            return URLDecoder.decode(value, UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadCallException(
                    400, name + " is not properly percent-encoded: \"" + value + "\". A percent sign is written %25.");
        }
    }

    /**
     * How many entries a list is to have at most, by {@code limit}.
     *
     * @throws BadCallException if it is not a number from 1 to 10000
     */
    static int limit(Call call, int unlessSaid) throws BadCallException {
        String text = text(call, "limit");
        if (text == null) {
            return unlessSaid;
        }
        boolean number = text.matches("[0-9]{1,5}");
        int limit = number ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST) {
            throw new BadCallException(400, "limit: " + text + " (expected: 1 to " + MOST + ").");
        }
        return limit;
    }

    /** The answer to a name that is not there. */
    static BadCallException unknown(int status, String what, String written, List<String> known) {
        String sentence = "There is no " + what + " \"" + written + "\". " + NearestName.remedy(written, known);
        return new BadCallException(status, sentence.trim());
    }

    /** The answer to a word that is none of those that a parameter takes. */
    static BadCallException noneOf(String parameter, String written, List<String> words) {
        String sentence = parameter + ": \"" + written + "\" (expected: one of " + String.join(", ", words) + "). "
                + NearestName.remedy(written, words);
        return new BadCallException(400, sentence.trim());
    }
}
