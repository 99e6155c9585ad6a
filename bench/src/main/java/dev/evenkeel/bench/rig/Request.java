package dev.evenkeel.bench.rig;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a client sends, the same each time.
 *
 * @param method the HTTP method
 * @param path the target
 * @param fields header fields besides Host and Content-Length
 * @param bodyBytes the length of the body
 */
public record Request(String method, String path, List<Field> fields, int bodyBytes) {
    /** What a current browser sends for an image of a page, with a few cookies: 20 fields, 1.3 KB. */
    private static final List<Field> BROWSER_FIELDS = List.of(
            new Field("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
            new Field("Accept", "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5"),
            new Field("Accept-Language", "en-GB,en;q=0.8,de-DE;q=0.5,de;q=0.3"),
            new Field("Accept-Encoding", "gzip, deflate, br, zstd"),
            new Field("Referer", "https://www.example.com/products/harbour/boats?colour=red&page=4"),
            new Field(
                    "Cookie",
                    "session=6d1f0b8e3a5c49d2b7f4e1a09c8d7e65; csrftoken=Zt4bQ0mLr8WcX1yVn6KpJ3sHd5Fg2Ea9;"
                            + " _visitor=GS1.1.1731922573.14.1.1731924410.60.0.0; consent=necessary%2Cstatistics;"
                            + " theme=dark; basket=41c7a9f2-8a53-4b0e-9d0f-2f6f6e1c7b33"),
            new Field("Cache-Control", "max-age=0"),
            new Field("Pragma", "no-cache"),
            new Field("DNT", "1"),
            new Field("Priority", "u=5, i"),
            new Field("If-None-Match", "\"5f3e-6213a7c0d1b40\""),
            new Field("If-Modified-Since", "Mon, 18 Nov 2024 09:36:13 GMT"),
            new Field("Origin", "https://www.example.com"),
            new Field("Sec-Fetch-Dest", "image"),
            new Field("Sec-Fetch-Mode", "no-cors"),
            new Field("Sec-Fetch-Site", "same-site"),
            new Field("Sec-GPC", "1"),
            new Field("TE", "trailers"),
            new Field("X-Requested-With", "XMLHttpRequest"),
            new Field("Authorization", "Bearer 3q2-7wAAAABKV1QgaXMgbm90IGEgc2VjcmV0IGhlcmUAAAAAAAAAAAAA"));

    public Request {
        fields = List.copyOf(fields);
    }

    static Request get(String path) {
        return new Request("GET", path, List.of(), 0);
    }

    static Request post(String path, int bodyBytes) {
        return new Request("POST", path, List.of(new Field("Content-Type", "application/octet-stream")), bodyBytes);
    }

    static Request closing(String path) {
        return new Request("GET", path, List.of(new Field("Connection", "close")), 0);
    }

    static Request fromBrowser(String path) {
        return new Request("GET", path, BROWSER_FIELDS, 0);
    }

    /** The bytes of the request as they are sent to that host. */
    public byte[] bytes(String host) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (Field field : fields) {
            head.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        if (bodyBytes > 0) {
            head.append("Content-Length: ").append(bodyBytes).append("\r\n");
        }
        return head.append("\r\n").append("x".repeat(bodyBytes)).toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * One header field.
     *
     * @param name as it is sent
     * @param value as it is sent
     */
    public record Field(String name, String value) {}
}
