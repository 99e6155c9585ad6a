package dev.evenkeel.balancer.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.evenkeel.balancer.config.HeadLimits;
import dev.evenkeel.balancer.message.Head;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.message.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Heads for tests, made by the parsers from what stands on the wire, and written as they are forwarded. */
public final class ParsedHeads {
    private static final HeadLimits LIMITS = new HeadLimits(8192, 8192, 32768, 100);

    private ParsedHeads() {}

    /** The head of a request, of which the lines are given without their ends and without the empty line. */
    public static RequestHead request(String... lines) {
        RequestHead head = new RequestHead();
        RequestParser parser = new RequestParser();
        parser.reset();
        head.clear();
        parse(parser, head, lines);
        return head;
    }

    /** The head of a response, of which the lines are given without their ends and without the empty line. */
    public static ResponseHead response(String... lines) {
        ResponseHead head = new ResponseHead();
        ResponseParser parser = new ResponseParser();
        parser.reset();
        head.clear();
        parse(parser, head, lines);
        return head;
    }

    private static <H extends Head> void parse(HeadParser<H> parser, H head, String... lines) {
        ByteBuf in = Unpooled.copiedBuffer(String.join("\r\n", lines) + "\r\n\r\n", ISO_8859_1);
        try {
            if (!parser.parse(head, in, LIMITS) || in.isReadable()) {
                throw new IllegalArgumentException("not exactly one head: " + String.join("\n", lines));
            }
        } catch (BadMessage e) {
            throw new IllegalArgumentException(e.sentence(), e);
        }
    }

    /** The request line and field lines as they are forwarded, one after the other, ends of lines included. */
    public static String written(RequestHead head) {
        ByteBuf out = Unpooled.buffer();
        HeadEncoder.requestLine(out, head);
        head.writeFields(out);
        return out.toString(ISO_8859_1);
    }

    /** The status line and field lines as they are forwarded, ends of lines included. */
    public static String written(ResponseHead head) {
        ByteBuf out = Unpooled.buffer();
        HeadEncoder.statusLine(out, head);
        head.writeFields(out);
        return out.toString(ISO_8859_1);
    }
}
