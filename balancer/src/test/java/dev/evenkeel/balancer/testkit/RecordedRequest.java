package dev.evenkeel.balancer.testkit;

import org.jspecify.annotations.Nullable;

/** A request as an origin saw it, known from the moment its head was read. Safe from any thread. */
public final class RecordedRequest {

    private final int connection;
    private final MessageReader.Start start;
    private final String rawHead;
    private volatile MessageReader.@Nullable Body body;

    RecordedRequest(int connection, MessageReader.Start start, byte[] rawHead) {
        this.connection = connection;
        this.start = start;
        this.rawHead = MessageReader.latin1(rawHead);
    }

    void complete(MessageReader.Body whole) {
        body = whole;
    }

    /** The number, from 1, of the origin's connection that carried this request. */
    public int connection() {
        return connection;
    }

    /** The method. */
    public String method() {
        return start.first();
    }

    /** The target as it came. */
    public String target() {
        return start.second();
    }

    /** The target up to its query. */
    public String path() {
        int query = target().indexOf('?');
        return query < 0 ? target() : target().substring(0, query);
    }

    /** The version, such as {@code HTTP/1.1}. */
    public String version() {
        return start.third();
    }

    /** The fields of the head. */
    public Fields fields() {
        return start.fields();
    }

    /** The value of the only field of this name; an error if there is none, or more than one. */
    public String header(String name) {
        return fields().only(name);
    }

    /** The head as it came, Latin-1. */
    public String rawHead() {
        return rawHead;
    }

    /** The body as Latin-1 text, empty before it has come. */
    public String body() {
        return MessageReader.latin1(bodyBytes());
    }

    /** The body, empty before it has come. */
    public byte[] bodyBytes() {
        MessageReader.Body whole = body;
        return whole == null ? new byte[0] : whole.bytes();
    }

    /** The fields after a chunked body. */
    public Fields trailers() {
        MessageReader.Body whole = body;
        return whole == null ? Fields.NONE : whole.trailers();
    }

    /** Whether the request was read to its end. */
    public boolean isComplete() {
        MessageReader.Body whole = body;
        return whole != null && whole.complete();
    }

    MessageReader.Start start() {
        return start;
    }

    @Override
    public String toString() {
        return method() + " " + target() + " on connection " + connection + (isComplete() ? "" : " (incomplete)");
    }
}
