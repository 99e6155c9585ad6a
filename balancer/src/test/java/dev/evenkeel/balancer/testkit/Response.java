package dev.evenkeel.balancer.testkit;

import java.util.List;

/** A response as a client saw it. */
public final class Response {

    private final MessageReader.Start start;
    private final MessageReader.Body body;
    private final List<Response> interim;
    private final String raw;

    Response(MessageReader.Start start, MessageReader.Body body, List<Response> interim, byte[] raw) {
        this.start = start;
        this.body = body;
        this.interim = List.copyOf(interim);
        this.raw = MessageReader.latin1(raw);
    }

    /** The version, such as {@code HTTP/1.1}. */
    public String version() {
        return start.first();
    }

    /** The status code. */
    public int status() {
        return Integer.parseInt(start.second());
    }

    /** The reason phrase. */
    public String reason() {
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

    /** The body as Latin-1 text. */
    public String body() {
        return MessageReader.latin1(body.bytes());
    }

    /** The body. */
    public byte[] bodyBytes() {
        return body.bytes();
    }

    /** The fields after a chunked body. */
    public Fields trailers() {
        return body.trailers();
    }

    boolean isComplete() {
        return body.complete();
    }

    MessageReader.Start start() {
        return start;
    }

    /** The 1xx responses that came before, in order. */
    public List<Response> interim() {
        return interim;
    }

    /** Head and body as they came, Latin-1. */
    public String raw() {
        return raw;
    }

    @Override
    public String toString() {
        return raw;
    }
}
