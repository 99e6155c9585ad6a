package dev.evenkeel.balancer.http1;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.message.ResponseHead;
import dev.evenkeel.balancer.message.Trailers;
import io.netty.buffer.ByteBuf;

/** Writes heads in the form of HTTP/1.1, by copying the stretches that are unchanged. */
final class HeadEncoder {
    /** What the encoder may add to the fields of a head. */
    static final int OVERHEAD = 160;

    private static final byte[] SPACE_HTTP11_CRLF = " HTTP/1.1\r\n".getBytes(US_ASCII);
    private static final byte[] CONNECTION_CLOSE = "Connection: close\r\n".getBytes(US_ASCII);
    private static final byte[] CONNECTION_KEEP_ALIVE = "Connection: keep-alive\r\n".getBytes(US_ASCII);
    private static final byte[] TRANSFER_CHUNKED = "Transfer-Encoding: chunked\r\n".getBytes(US_ASCII);
    private static final byte[] DATE = "Date: ".getBytes(US_ASCII);
    private static final byte[] HOST = "Host: ".getBytes(US_ASCII);
    private static final int CRLF = '\r' << 8 | '\n';
    private static final int MINOR_VERSION_AT = 7;
    private static final int LINE_WITHOUT_REASON = "HTTP/1.1 200\r\n".length();

    private HeadEncoder() {}

    /** An upper bound of the bytes that a head needs. */
    static int size(RequestHead head) {
        return head.length() + head.fieldsSize() + OVERHEAD;
    }

    /** An upper bound of the bytes that a head needs. */
    static int size(ResponseHead head) {
        return head.length() + head.fieldsSize() + OVERHEAD;
    }

    static void requestLine(ByteBuf out, RequestHead head) {
        byte[] bytes = head.bytes();
        out.writeBytes(bytes, head.methodStart(), head.methodEnd() - head.methodStart());
        out.writeByte(' ');
        String implied = head.impliedPath();
        if (!implied.isEmpty()) {
            out.writeByte(implied.charAt(0));
        }
        out.writeBytes(bytes, head.targetStart(), head.targetEnd() - head.targetStart());
        out.writeBytes(SPACE_HTTP11_CRLF);
    }

    static void requestLine(ByteBuf out, String method, String target) {
        out.writeCharSequence(method, US_ASCII);
        out.writeByte(' ');
        out.writeCharSequence(target, US_ASCII);
        out.writeBytes(SPACE_HTTP11_CRLF);
    }

    /** Writes the status line as it was received, in version 1.1, with the space that goes before an empty reason too. */
    static void statusLine(ByteBuf out, ResponseHead head) {
        int start = out.writerIndex();
        out.writeBytes(head.bytes(), 0, head.fieldsStart());
        out.setByte(start + MINOR_VERSION_AT, '1');
        if (head.fieldsStart() == LINE_WITHOUT_REASON) {
            out.writerIndex(out.writerIndex() - 2);
            out.writeByte(' ');
            out.writeShort(CRLF);
        }
    }

    /** Names a host, for a backend to which every request must (RFC 9112 §3.2). */
    static void host(ByteBuf out, String host) {
        out.writeBytes(HOST);
        out.writeCharSequence(host, US_ASCII);
        out.writeShort(CRLF);
    }

    static void connectionClose(ByteBuf out) {
        out.writeBytes(CONNECTION_CLOSE);
    }

    static void connectionKeepAlive(ByteBuf out) {
        out.writeBytes(CONNECTION_KEEP_ALIVE);
    }

    static void transferChunked(ByteBuf out) {
        out.writeBytes(TRANSFER_CHUNKED);
    }

    static void date(ByteBuf out) {
        out.writeBytes(DATE);
        out.writeBytes(HttpDate.now());
        out.writeShort(CRLF);
    }

    static void endOfHead(ByteBuf out) {
        out.writeShort(CRLF);
    }

    /** Bytes that {@link #chunkHeader} needs at most. */
    static final int CHUNK_HEADER = 2 + 8 + 2;

    /** Begins a chunk; the CR LF that ends the one before is written here, so that it needs no write of its own. */
    static void chunkHeader(ByteBuf out, int length, boolean first) {
        if (!first) {
            out.writeShort(CRLF);
        }
        int shift = (31 - Integer.numberOfLeadingZeros(length)) / 4 * 4;
        for (; shift >= 0; shift -= 4) {
            out.writeByte(Character.forDigit(length >>> shift & 0xf, 16));
        }
        out.writeShort(CRLF);
    }

    /** Writes the last chunk, which is empty. */
    static void lastChunk(ByteBuf out, boolean first) {
        if (!first) {
            out.writeShort(CRLF);
        }
        out.writeByte('0');
        out.writeShort(CRLF);
    }

    static int size(Trailers trailers) {
        return trailers.fieldsSize() + 2;
    }
}
