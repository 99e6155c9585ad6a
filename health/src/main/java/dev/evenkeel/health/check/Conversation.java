package dev.evenkeel.health.check;

/** The connection of one check, as its {@link Dialogue} sees it. Only on the event loop. */
public interface Conversation {
    /** Whether the connection will be closed after this check whatever comes, so that the target may be told. */
    boolean last();

    /** Sends bytes, which must not change afterwards. */
    void send(byte[] bytes);

    /** Ends the check: the target works. Closes the connection. */
    void pass(String reason);

    /** Ends the check: the target works. The connection is kept for the next check if there may be one on it. */
    void pass(String reason, Rest rest);

    /** Ends the check: the target does not work. Closes the connection. */
    void fail(String reason);
}
