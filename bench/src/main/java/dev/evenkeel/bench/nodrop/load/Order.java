package dev.evenkeel.bench.nodrop.load;

import java.util.Random;

/** A request with what it sends and what has to come back. For one thread. */
final class Order {
    private static final int SMALL = 16 * 1024;
    private static final int MEBIBYTE = 1024 * 1024;

    private final Request request;
    private final String method;
    private final int uploadBytes;
    private final int downloadBytes;
    private boolean begun;

    private Order(Request request, String method, int uploadBytes, int downloadBytes) {
        this.request = request;
        this.method = method;
        this.uploadBytes = uploadBytes;
        this.downloadBytes = downloadBytes;
    }

    static Order of(Ledger ledger, Kind kind, String method, Target target, Random random) {
        int download = switch (kind) {
            case DOWNLOAD -> MEBIBYTE + random.nextInt(3 * MEBIBYTE);
            case SLOW_READER -> MEBIBYTE / 2;
            default -> random.nextInt(SMALL);
        };
        boolean uploads = method.equals("POST") || method.equals("PUT");
        int upload = uploads ? (int) Math.min(target.maxBody(), 1 + random.nextInt(SMALL)) : 0;
        String what = kind == Kind.GET_SLOW_ANSWER
                ? "&delay=" + (100 + random.nextInt(700))
                : kind == Kind.GET && random.nextInt(4) == 0 ? "&chunked=1" : "";
        long id = ledger.newId(kind);
        String line = method + " " + target.path() + "?nodrop=" + id + "&bytes=" + download + what;
        return new Order(new Request(id, kind, target, line), method, upload, download);
    }

    Request request() {
        return request;
    }

    String method() {
        return method;
    }

    int uploadBytes() {
        return uploadBytes;
    }

    int downloadBytes() {
        return downloadBytes;
    }

    /** Notes that the origin's response has begun. */
    void begin() {
        begun = true;
    }

    boolean begun() {
        return begun;
    }

    String head(Kind kind) {
        StringBuilder head = new StringBuilder(request.line())
                .append(" HTTP/1.1\r\nHost: ")
                .append(request.target().host())
                .append("\r\n");
        request.target()
                .fields()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        if (kind == Kind.POST_CHUNKED) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (uploadBytes > 0) {
            head.append("Content-Length: ").append(uploadBytes).append("\r\n");
        }
        if (kind == Kind.POST_EXPECT_CONTINUE) {
            head.append("Expect: 100-continue\r\n");
        }
        if (kind.ownConnection()) {
            head.append("Connection: close\r\n");
        }
        return head.append("\r\n").toString();
    }
}
