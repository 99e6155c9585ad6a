package dev.evenkeel.bench.nodrop.origin;

import java.nio.charset.StandardCharsets;

/**
 * What an origin answers to whoever orders nothing, such as a health check.
 *
 * @param status 200 to 599
 * @param body a text
 */
public record Greeting(int status, String body) {

    byte[] response(String method, boolean close) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        boolean bodyless = method.equals("HEAD") || status == 204 || status == 304;
        String head = "HTTP/1.1 " + status + " Greeting\r\n"
                + (status == 204 || status == 304 ? "" : "Content-Length: " + content.length + "\r\n")
                + (close ? "Connection: close\r\n\r\n" : "\r\n");
        return (head + (bodyless ? "" : body)).getBytes(StandardCharsets.UTF_8);
    }
}
