package dev.evenkeel.balancer.admin;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.exchange.RequestSink;
import dev.evenkeel.balancer.message.Trailers;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gathers the body of a request; the listener's limit bounds it. */
final class BodyCollector implements RequestSink {
    private final Consumer<byte[]> whole;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();

    /**
     * @param whole gets the body when it is complete
     */
    BodyCollector(Consumer<byte[]> whole) {
        this.whole = requireNonNull(whole, "whole");
    }

    @Override
    public void body(ByteBuf data) {
        byte[] piece = new byte[data.readableBytes()];
        data.readBytes(piece).release();
        gathered.writeBytes(piece);
    }

    @Override
    public void end(@Nullable Trailers trailers) {
        whole.accept(gathered.toByteArray());
    }

    @Override
    public void paused() {}

    @Override
    public void clientWritable() {}

    @Override
    public void released() {}
}
