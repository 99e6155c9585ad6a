package dev.evenkeel.health.check;

import io.netty.buffer.ByteBuf;

/** What is still to come on a connection after its check has passed. Only on the event loop. */
public interface Rest {
    /** Takes what came, all of it; returns false if the connection is not fit for another check any more. */
    boolean take(ByteBuf data);

    /** Whether all has come, so that the connection may serve another check. */
    boolean complete();
}
