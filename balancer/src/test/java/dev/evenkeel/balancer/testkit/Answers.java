package dev.evenkeel.balancer.testkit;

/** The answers that origins give. */
public final class Answers {

    private Answers() {}

    /** 200 with this body. */
    public static Answer ok(String body, String... fields) {
        return status(200, body, fields);
    }

    /** A response framed by its length; to HEAD, its head alone. */
    public static Answer status(int status, String body, String... fields) {
        String whole = Messages.response(status, body, fields);
        String head = whole.substring(0, whole.indexOf("\r\n\r\n") + 4);
        return (request, to) -> to.send(request.method().equals("HEAD") ? head : whole);
    }

    /** 200 with the body of the request. */
    public static Answer echo() {
        return (request, to) -> to.respond(200, request.body());
    }

    /** 200 in these chunks. */
    public static Answer chunked(String... pieces) {
        return raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Messages.chunks(pieces));
    }

    /** These bytes, whatever they are; the connection stays open. */
    public static Answer raw(String bytes) {
        return (request, to) -> to.send(bytes);
    }

    /** These bytes, one at a time. */
    public static Answer byteByByte(String bytes) {
        return (request, to) -> {
            for (byte one : MessageReader.latin1(bytes)) {
                to.send(new byte[] {one});
            }
        };
    }

    /** Not a word; the connection stays open until the peer ends it. */
    public static Answer silence() {
        return (request, to) -> to.drain();
    }

    /** The end of the connection before a byte of response. */
    public static Answer closing() {
        return (request, to) -> to.close();
    }

    /** A reset before a byte of response. */
    public static Answer resetting() {
        return (request, to) -> to.reset();
    }

    /** 200 with a chunked body that never ends. */
    public static Answer endless() {
        String piece = Integer.toHexString(8192) + "\r\n" + "x".repeat(8192) + "\r\n";
        return (request, to) -> {
            to.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (!to.isClosed()) {
                to.send(piece);
            }
        };
    }
}
