package dev.evenkeel.balancer.config;

/**
 * Something in a configuration that is not right.
 *
 * @param file the file as the user named it
 * @param line 1 or more, or 0 if no line can be named
 * @param key the full path of the key, such as {@code pools.app.policy}; empty if the file could not be parsed
 * @param message what is wrong, with the value and what was expected
 * @param remedy a sentence that says what to do; may be empty
 */
public record Problem(String file, int line, String key, String message, String remedy) {

    /** One line for people: {@code conf/x.conf:12: pools.app.polcy: unknown key. Did you mean "policy"?}. */
    @Override
    public String toString() {
        var text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line);
        }
        if (!key.isEmpty()) {
            text.append(": ").append(key);
        }
        text.append(": ").append(message);
        if (!remedy.isEmpty()) {
            text.append(". ").append(remedy);
        }
        return text.toString();
    }
}
