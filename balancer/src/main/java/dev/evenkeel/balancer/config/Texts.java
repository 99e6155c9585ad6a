package dev.evenkeel.balancer.config;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The kinds of text that only this language has. */
final class Texts {

    /** How the name of a file begins where something else could stand. */
    static final String FILE_PREFIX = "file:";

    static final Kind<Address> ADDRESS =
            Kind.parsed("an address such as \"10.0.0.1:80\", \"[::1]:80\" or \"unix:/run/app.sock\"", Address::parse);

    /** Names go into metrics, logs and URLs of the admin API, and must need no quoting anywhere. */
    static final Kind<String> NAME =
            Kind.text("a name of at most 64 letters, digits, hyphens and underscores", Texts::isName);

    static final Kind<String> FILE = Kind.text("a path", text -> !text.isEmpty() && text.indexOf('\0') < 0);

    static final Kind<String> METHOD =
            Kind.text("a method such as GET, in upper case", matching("[A-Z0-9!#$%&'*+.^_`|~-]{1,32}"));

    /** RFC 9110 §5.5, without bytes beyond ASCII, which peers read differently. */
    static final Kind<String> FIELD_VALUE =
            Kind.text("visible ASCII characters, with spaces between them only", matching("[!-~]([ \\t!-~]*[!-~])?"));

    /** A token, or the file that holds it. */
    static final Kind<String> TOKEN_OR_FILE = Kind.text(
            "a token of 16 to 512 letters, digits and -._~+/=, or \"file:\" and the path of a file that holds one",
            text -> isToken(text) || (text.startsWith(FILE_PREFIX) && text.length() > FILE_PREFIX.length()));

    static final Kind<String> REQUEST_PATH = Kind.text(
            "a path that begins with a slash, perhaps with a query", matching("/[!-~&&[^#<>\"\\\\^`{|}]]{0,4095}"));

    static final Kind<String> REQUEST_TARGET = Kind.text(
            "\"*\", or a path that begins with a slash, perhaps with a query",
            matching("\\*|/[!-~&&[^#<>\"\\\\^`{|}]]{0,4095}"));

    static final Kind<String> SHORT_TEXT =
            Kind.text("a text of 1 to 1024 characters", text -> !text.isEmpty() && text.length() <= 1024);

    static final Kind<HostPattern> HOST_PATTERN =
            Kind.parsed("a host such as \"example.com\" or \"*.example.com\"", Texts::hostPattern);

    static final Kind<PathPattern> PATH_PATTERN =
            Kind.parsed("a path such as \"/exact\", \"/prefix/\" or \"/prefix*\"", Texts::pathPattern);

    private static final Pattern NAME_PATTERN = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]{16,512}");
    private static final Pattern FIELD_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}");
    private static final Pattern PATH = Pattern.compile("/[!-~&&[^#?*<>\"\\\\^`{|}]]*\\*?");

    private Texts() {}

    static boolean isName(String text) {
        return NAME_PATTERN.matcher(text).matches();
    }

    /** Whether {@code text} is a field name (RFC 9110 §5.1). */
    static boolean isFieldName(String text) {
        return FIELD_NAME.matcher(text).matches();
    }

    /** RFC 6750 §2.1; long enough that nobody guesses it. */
    static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    private static Predicate<String> matching(String regex) {
        return Pattern.compile(regex).asMatchPredicate();
    }

    private static HostPattern hostPattern(String text) {
        boolean suffix = text.startsWith("*.");
        var name = (suffix ? text.substring(1) : text).toLowerCase(Locale.ROOT);
        boolean good = suffix
                ? AddressParser.isHostName(name.substring(1))
                : AddressParser.isHostName(name) || isBracketedOrPlainIp(name);
        if (!good) {
            throw new IllegalArgumentException(Kind.mismatch(
                    text, "a host without port, such as \"example.com\", or all below a domain, \"*.example.com\""));
        }
        return new HostPattern(name, suffix);
    }

    private static boolean isBracketedOrPlainIp(String text) {
        if (text.startsWith("[") && text.endsWith("]")) {
            var inner = text.substring(1, text.length() - 1);
            return inner.indexOf(':') >= 0 && AddressParser.ip(inner) != null;
        }
        return text.indexOf(':') < 0 && AddressParser.ip(text) != null;
    }

    private static PathPattern pathPattern(String text) {
        if (!PATH.matcher(text).matches()) {
            throw new IllegalArgumentException(Kind.mismatch(
                    text, "a path that begins with a slash, with a star at most at its end, without query"));
        }
        boolean star = text.endsWith("*");
        return new PathPattern(star ? text.substring(0, text.length() - 1) : text, star || text.endsWith("/"));
    }
}
