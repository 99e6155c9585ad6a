package dev.evenkeel.balancer.pool;

/** Makes sentences of what has been said of a health: a check says it in a phrase, a failed use in a whole sentence. */
final class Sentence {
    private Sentence() {}

    /** The same with one full stop at its end. */
    static String of(String text) {
        return text.endsWith(".") ? text : text + ".";
    }
}
