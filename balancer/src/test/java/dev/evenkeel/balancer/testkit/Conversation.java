package dev.evenkeel.balancer.testkit;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection, seen from the origin: what scripts act on and what tests ask.
 *
 * <p>Reading and writing belong to the script, which runs on a thread of its own; the questions may
 * be asked from any thread.
 */
public final class Conversation implements AutoCloseable {

    /** A peer may keep a connection idle for as long as a test runs. */
    private static final Duration NEXT_REQUEST = Duration.ofMinutes(1);

    private final Origin origin;
    private final int number;
    private final Wire wire;
    private final MessageReader reader;
    private volatile boolean closed;

    Conversation(Origin origin, int number, Wire wire) {
        this.origin = origin;
        this.number = number;
        this.wire = wire;
        this.reader = new MessageReader(wire);
    }

    /** Reads the next request with its body and records it; null when the peer has ended. */
    public @Nullable RecordedRequest readRequest() {
        RecordedRequest request = readHead();
        if (request != null) {
            readBody(request);
        }
        return request;
    }

    /** Reads the head of the next request and records it; null when the peer has ended. */
    public @Nullable RecordedRequest readHead() {
        MessageReader.Start start = reader.readRequestStart(NEXT_REQUEST);
        if (start == null) {
            return null;
        }
        RecordedRequest request = new RecordedRequest(number, start, reader.raw());
        origin.record(request);
        return request;
    }

    /** Reads the body of the request whose head was read last. */
    public void readBody(RecordedRequest request) {
        request.complete(reader.readRequestBody(request.start(), NEXT_REQUEST));
    }

    /** Reads {@code count} bytes as they come, or fewer when the peer ends before. */
    public String readBytes(int count) {
        return MessageReader.latin1(reader.readBytes(count, NEXT_REQUEST));
    }

    /** Sends Latin-1 text as it is. */
    public Conversation send(String text) {
        return send(MessageReader.latin1(text));
    }

    /** Sends bytes as they are, waiting for room as long as need be. */
    public Conversation send(byte[] bytes) {
        wire.write(bytes, NEXT_REQUEST);
        return this;
    }

    /** Sends a response framed by its length, with these field lines. */
    public Conversation respond(int status, String body, String... fields) {
        return send(Messages.response(status, body, fields));
    }

    /** Sends the end of the stream and stays able to read. */
    public void halfClose() {
        wire.halfClose();
    }

    /** Tears the connection down with a reset. */
    public void reset() {
        wire.reset();
        closed = true;
    }

    @Override
    public void close() {
        wire.close();
        closed = true;
    }

    /** Whether this side has closed: what tells the peer so has left. */
    public boolean isClosed() {
        return closed;
    }

    /** Throws away what still comes until the peer has ended. */
    public void drain() {
        while (reader.fill(NEXT_REQUEST)) {
            reader.skip();
        }
    }

    /** This connection's number at its origin, from 1. */
    public int number() {
        return number;
    }

    /** Every byte received, as Latin-1 text, up to 4 MiB. */
    public String received() {
        return MessageReader.latin1(wire.received());
    }

    /** How many bytes were received. */
    public long bytesReceived() {
        return wire.bytesReceived();
    }

    /** How many bytes were handed to the kernel. */
    public long bytesSent() {
        return wire.bytesSent();
    }

    /** How the peer ended, as far as the script has read. */
    public Ending ending() {
        return wire.ending();
    }

    /** Waits until the script has read the peer's end. */
    public Ending awaitEnding() {
        await("the peer ends connection " + number).atMost(Wire.PATIENCE).until(() -> wire.ending() != Ending.OPEN);
        return wire.ending();
    }

    /** Waits until at least {@code count} bytes were handed to the kernel. */
    public void awaitSent(long count) {
        await(count + " bytes are sent on connection " + number)
                .atMost(Wire.PATIENCE)
                .until(() -> wire.bytesSent() >= count);
    }

    /** Waits until the peer has taken nothing for {@code quiet}; returns how many bytes were sent by then. */
    public long awaitBlocked(Duration quiet) {
        await("the peer of connection " + number + " stops reading")
                .atMost(Wire.PATIENCE)
                .until(() -> wire.isBlockedFor(quiet));
        return wire.bytesSent();
    }
}
