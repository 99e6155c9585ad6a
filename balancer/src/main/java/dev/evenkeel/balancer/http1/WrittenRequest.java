package dev.evenkeel.balancer.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.evenkeel.balancer.config.LimitsConfig;
import dev.evenkeel.balancer.message.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Reads the head of a request that is at hand as text, by the same rules as one that comes over a connection. */
public final class WrittenRequest {
    private WrittenRequest() {}

    /**
     * Reads a head; then the fields meant for one hop only are dropped.
     *
     * @param text the head with its line ends, the empty line included
     * @throws IllegalArgumentException if a listener with these limits would refuse it, with the sentence that it would answer
     */
    public static RequestHead read(String text, LimitsConfig limits) {
        RequestReader reader = new RequestReader(new RequestHeads());
        reader.next();
        ByteBuf in = Unpooled.wrappedBuffer(text.getBytes(ISO_8859_1));
        try {
            if (!reader.readHead(in, limits) || in.isReadable()) {
                throw new IllegalArgumentException("This is not one whole head of a request.");
            }
            return reader.head();
        } catch (BadMessage e) {
            throw new IllegalArgumentException(e.sentence(), e);
        }
    }
}
