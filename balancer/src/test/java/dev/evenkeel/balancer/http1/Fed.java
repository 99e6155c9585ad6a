package dev.evenkeel.balancer.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.HeadLimits;
import dev.evenkeel.balancer.message.Head;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.message.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What a parser made of bytes that came in pieces.
 *
 * @param status what it was refused with, 0 if it was not
 * @param complete whether the head is whole
 * @param meaning what was read, as text
 * @param surplus the bytes behind the head
 */
record Fed(int status, boolean complete, String meaning, String surplus) {
    static final HeadLimits LIMITS = new HeadLimits(8192, 8192, 32768, 100);

    /** Feeds a request whole, byte by byte and in every two pieces, and makes sure that it is always the same. */
    static Fed request(String text) {
        return request(text, LIMITS);
    }

    static Fed request(String text, HeadLimits limits) {
        return inEveryWay(text, pieces -> requestIn(pieces, limits));
    }

    static Fed response(String text) {
        return inEveryWay(text, pieces -> responseIn(pieces, ResponseParser.LIMITS));
    }

    static Fed requestIn(List<byte[]> pieces, HeadLimits limits) {
        RequestParser parser = new RequestParser();
        RequestHead head = new RequestHead();
        return feed(parser, head, pieces, limits, () -> meaning(head));
    }

    static Fed responseIn(List<byte[]> pieces, HeadLimits limits) {
        ResponseParser parser = new ResponseParser();
        ResponseHead head = new ResponseHead();
        return feed(parser, head, pieces, limits, () -> meaning(head));
    }

    private static Fed inEveryWay(String text, Function<List<byte[]>, Fed> feed) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        Fed whole = feed.apply(List.of(bytes));
        assertThat(feed.apply(split(bytes, IntStream.range(1, bytes.length).toArray())))
                .as("byte by byte")
                .isEqualTo(whole);
        for (int cut = 1; cut < bytes.length; cut++) {
            assertThat(feed.apply(split(bytes, cut))).as("cut at %d", cut).isEqualTo(whole);
        }
        return whole;
    }

    /** Cuts bytes at these offsets, which rise. */
    static List<byte[]> split(byte[] bytes, int... cuts) {
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        for (int cut : cuts) {
            pieces.add(Arrays.copyOfRange(bytes, from, cut));
            from = cut;
        }
        pieces.add(Arrays.copyOfRange(bytes, from, bytes.length));
        return pieces;
    }

    private interface Meaning {
        String get();
    }

    private static <H extends Head> Fed feed(
            HeadParser<H> parser, H head, List<byte[]> pieces, HeadLimits limits, Meaning meaning) {
        parser.reset();
        head.clear();
        boolean complete = false;
        StringBuilder surplus = new StringBuilder();
        for (byte[] piece : pieces) {
            ByteBuf in = Unpooled.copiedBuffer(piece);
            try {
                complete = complete || parser.parse(head, in, limits);
            } catch (BadMessage e) {
                assertThat(e.sentence()).isNotBlank();
                return new Fed(e.status(), false, "", "");
            }
            surplus.append(in.toString(ISO_8859_1));
        }
        return new Fed(0, complete, complete ? meaning.get() : "", surplus.toString());
    }

    private static String meaning(RequestHead head) {
        return head.methodName() + " " + head.target() + " path " + head.path() + " of " + head.authority() + " in 1."
                + head.httpMinor() + "\n" + fields(head);
    }

    private static String meaning(ResponseHead head) {
        return head.status() + " in 1." + head.httpMinor() + "\n" + fields(head);
    }

    private static String fields(Head head) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < head.fieldCount(); i++) {
            if (head.id(i) >= 0) {
                text.append(head.id(i)).append(' ');
                text.append(head.text(head.nameStart(i), head.nameEnd(i)));
                text.append(": ").append(head.value(i)).append('\n');
            }
        }
        return text.toString();
    }
}
