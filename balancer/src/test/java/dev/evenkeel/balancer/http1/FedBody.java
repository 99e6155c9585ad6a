package dev.evenkeel.balancer.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.message.Trailers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a decoder made of bytes that came in pieces.
 *
 * @param status what they were refused with, 0 if they were not
 * @param complete whether the body is whole
 * @param data the body, without its framing; empty if it was refused
 * @param trailers the fields behind it, as they are sent on
 * @param surplus the bytes behind the body; empty if it was refused
 */
record FedBody(int status, boolean complete, String data, String trailers, String surplus) {

    /** Feeds a body whole, byte by byte and in every two pieces, and makes sure that it is always the same. */
    static FedBody inEveryWay(long framing, String text) {
        return inEveryWay(BodyDecoder::ofRequests, framing, text);
    }

    static FedBody inEveryWay(Supplier<BodyDecoder> decoders, long framing, String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        FedBody whole = of(decoders.get(), framing, List.of(bytes));
        assertThat(of(
                        decoders.get(),
                        framing,
                        Fed.split(bytes, IntStream.range(1, bytes.length).toArray())))
                .as("byte by byte")
                .isEqualTo(whole);
        for (int cut = 1; cut < bytes.length; cut++) {
            assertThat(of(decoders.get(), framing, Fed.split(bytes, cut)))
                    .as("cut at %d", cut)
                    .isEqualTo(whole);
        }
        return whole;
    }

    static FedBody whole(long framing, String text) {
        return of(framing, List.of(text.getBytes(ISO_8859_1)));
    }

    static FedBody of(long framing, List<byte[]> pieces) {
        return of(BodyDecoder.ofRequests(), framing, pieces);
    }

    private static FedBody of(BodyDecoder decoder, long framing, List<byte[]> pieces) {
        decoder.begin(framing);
        StringBuilder data = new StringBuilder();
        StringBuilder surplus = new StringBuilder();
        for (byte[] piece : pieces) {
            try {
                decode(decoder, piece, data, surplus);
            } catch (BadMessage e) {
                assertThat(e.sentence()).isNotBlank();
                return new FedBody(e.status(), false, "", "", "");
            }
        }
        return new FedBody(0, decoder.ended(), data.toString(), text(decoder.trailers()), surplus.toString());
    }

    /** Runs one body of one piece through a decoder. */
    static void decode(BodyDecoder decoder, long framing, String text) throws BadMessage {
        decoder.begin(framing);
        decode(decoder, text.getBytes(ISO_8859_1), new StringBuilder(), new StringBuilder());
    }

    @SuppressWarnings("ReferenceEquality") // the decoder hands back the buffer itself, or another
    private static void decode(BodyDecoder decoder, byte[] piece, StringBuilder data, StringBuilder surplus)
            throws BadMessage {
        ByteBuf in = PooledByteBufAllocator.DEFAULT.directBuffer(piece.length).writeBytes(piece);
        ByteBuf taken = null;
        try {
            if (!decoder.ended()) {
                taken = decoder.decode(in);
            }
            if (taken != null) {
                data.append(taken.toString(ISO_8859_1));
            }
            if (taken != in) {
                surplus.append(in.toString(ISO_8859_1));
            }
        } finally {
            if (taken != in) {
                in.release();
            }
            if (taken != null) {
                taken.release();
            }
        }
    }

    private static String text(@Nullable Trailers trailers) {
        if (trailers == null) {
            return "";
        }
        ByteBuf out = Unpooled.buffer();
        trailers.writeFields(out);
        return out.toString(ISO_8859_1);
    }
}
