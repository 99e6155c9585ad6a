package dev.evenkeel.health.check;

/** The connection of one check, as its {@link Dialogue} sees it. Only on the event loop. */
public interface Conversation {
    /** Sends bytes, which must not change afterwards. */
    void send(byte[] bytes);

    /** Ends the check: the target works. */
    void pass(String reason);

    /** Ends the check: the target does not work. */
    void fail(String reason);
}
