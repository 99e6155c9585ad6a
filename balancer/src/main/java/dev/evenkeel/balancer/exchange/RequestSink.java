package dev.evenkeel.balancer.exchange;

import dev.evenkeel.balancer.message.Trailers;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What a service that wants more than a request's head hears; called on the exchange's event loop. */
public interface RequestSink {
    /** A piece of the request's body; the sink takes over the buffer. */
    void body(ByteBuf data);

    /** The request is complete. */
    void end(@Nullable Trailers trailers);

    /** No more bytes of the request are at hand: a good moment to flush. */
    void paused();

    /** The client takes more of the response after it did not. */
    void clientWritable();

    /** The exchange is over or about to be answered by another hand: give everything back. Called once, at the end. */
    void released();
}
