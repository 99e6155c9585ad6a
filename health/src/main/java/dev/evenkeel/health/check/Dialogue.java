package dev.evenkeel.health.check;

import io.netty.buffer.ByteBuf;

/**
 * What is said on the connection of one check. Each method may give the verdict; after it nothing more is called. All calls
 * come on the event loop.
 */
public interface Dialogue {
    /** The connection stands. */
    void connected(Conversation with);

    /** Bytes came. The buffer stays the caller's, and is not to be used afterwards. */
    void received(ByteBuf data, Conversation with);

    /** The target ended the connection. */
    void ended(Conversation with);
}
