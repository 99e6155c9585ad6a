package dev.evenkeel.balancer.testkit;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One client connection, as raw as need be: any bytes in any pieces, half a close, a reset, a slow
 * reader; and a strict reader of responses.
 *
 * <p>One thread may send while another reads.
 */
public final class RawClient implements AutoCloseable {

    private final Wire wire;
    private final MessageReader reader;

    RawClient(SocketAddress address, int receiveBuffer) {
        wire = Wire.connect(address, receiveBuffer);
        reader = new MessageReader(wire);
    }

    // ---- sending

    /** Sends Latin-1 text as it is. */
    public RawClient send(String text) {
        return send(MessageReader.latin1(text));
    }

    /** Sends bytes as they are. */
    public RawClient send(byte[] bytes) {
        wire.write(bytes, Wire.PATIENCE);
        return this;
    }

    /** Sends each character in a write of its own. */
    public RawClient sendByteByByte(String text) {
        for (byte one : text.getBytes(StandardCharsets.ISO_8859_1)) {
            send(new byte[] {one});
        }
        return this;
    }

    /** Sends a request without a body and does not wait. */
    public RawClient sendGet(String target, String... fields) {
        return send(Messages.request("GET", target, null, fields));
    }

    /** Sends the end of the stream and stays able to read. */
    public RawClient halfClose() {
        wire.halfClose();
        return this;
    }

    /** Tears the connection down with a reset. */
    public void reset() {
        wire.reset();
    }

    @Override
    public void close() {
        wire.close();
    }

    // ---- whole exchanges

    /** Sends a GET and reads its response. */
    public Response get(String target, String... fields) {
        return sendGet(target, fields).readResponse();
    }

    /** Sends a POST and reads its response. */
    public Response post(String target, String body, String... fields) {
        return send(Messages.request("POST", target, body, fields)).readResponse();
    }

    /** Sends a request of any method without a body and reads its response. */
    public Response request(String method, String target, String... fields) {
        return send(Messages.request(method, target, null, fields)).readResponseTo(method);
    }

    // ---- reading

    /** Reads exactly one final response, with the 1xx ones before it, to a request of any method but HEAD. */
    public Response readResponse() {
        return readResponseTo("GET");
    }

    /** Reads exactly one final response to a request of this method, with the 1xx ones before it. */
    public Response readResponseTo(String method) {
        return read(method, true);
    }

    /** Reads a response that ends before it is complete. */
    public Response readCutResponse() {
        return read("GET", false);
    }

    private Response read(String method, boolean complete) {
        List<Response> interim = new ArrayList<>();
        while (true) {
            MessageReader.Start start = readStart();
            MessageReader.Body body = reader.readResponseBody(start, method, Wire.PATIENCE);
            Response response = new Response(start, body, interim, reader.raw());
            if (response.status() >= 200 || response.status() == 101) {
                return checked(response, complete);
            }
            interim.add(response);
        }
    }

    /** Reads one response head, 1xx or final, and nothing of a body. */
    public Response readHead() {
        return new Response(readStart(), MessageReader.Body.NONE, List.of(), reader.raw());
    }

    /** Reads the body of a response to GET whose head was just read. */
    public Response readBody(Response head) {
        return readBody(head, true);
    }

    /** Reads the body of a response to GET whose head was just read, which must end before it is complete. */
    public Response readCutBody(Response head) {
        return readBody(head, false);
    }

    private Response readBody(Response head, boolean complete) {
        MessageReader.Body body = reader.readResponseBody(head.start(), "GET", Wire.PATIENCE);
        return checked(new Response(head.start(), body, List.of(), reader.raw()), complete);
    }

    private static Response checked(Response response, boolean complete) {
        if (complete && !response.isComplete()) {
            throw new CutShort(response);
        }
        if (!complete && response.isComplete()) {
            throw new AssertionError("not cut short: " + response);
        }
        return response;
    }

    private MessageReader.Start readStart() {
        MessageReader.Start start = reader.readResponseStart(Wire.PATIENCE);
        if (start == null) {
            throw new AssertionError("expected a response but the connection ended: " + wire.ending());
        }
        return start;
    }

    /** Reads {@code count} bytes as they come, or fewer when the connection ends before. */
    public String readBytes(long count) {
        return MessageReader.latin1(reader.readBytes(count, Wire.PATIENCE));
    }

    /** Waits for the connection to end; an error if a byte comes before, or if it doesn't end. */
    public Ending awaitEnding() {
        return awaitEnding(Wire.PATIENCE);
    }

    /** Waits at most {@code patience} for the connection to end; an error if a byte comes before. */
    public Ending awaitEnding(Duration patience) {
        if (reader.fill(patience)) {
            throw new AssertionError("expected the end but there came: " + MessageReader.latin1(reader.peek()));
        }
        return wire.ending();
    }

    /** Reads whatever comes until the connection ends. */
    public String readToEnd() {
        StringBuilder text = new StringBuilder();
        while (reader.fill(Wire.PATIENCE)) {
            text.append(MessageReader.latin1(reader.peek()));
            reader.skip();
        }
        return text.toString();
    }

    /** This side's address. */
    public SocketAddress localAddress() {
        return wire.localAddress();
    }

    /** How many bytes were handed to the kernel. */
    public long bytesSent() {
        return wire.bytesSent();
    }

    /** How many bytes were received. */
    public long bytesReceived() {
        return wire.bytesReceived();
    }

    /** Whether a send from another thread has waited for room for at least {@code duration}. */
    public boolean isBlockedFor(Duration duration) {
        return wire.isBlockedFor(duration);
    }
}
