package dev.evenkeel.balancer.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.evenkeel.balancer.config.ErrorPagesConfig;
import dev.evenkeel.balancer.message.FieldName;
import dev.evenkeel.balancer.message.RequestHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of responses to failures: the operator's own pages, else a short text or HTML page, as the client accepts.
 *
 * <p>In an operator's page <code>{status}</code>, <code>{reason}</code>, <code>{message}</code> and
 * <code>{request-id}</code> are replaced. Immutable; files are read when it is made.
 */
public final class ErrorPages {
    private final Map<Integer, Page> pages;
    private final @Nullable Page fallback;

    private ErrorPages(Map<Integer, Page> pages, @Nullable Page fallback) {
        this.pages = pages;
        this.fallback = fallback;
    }

    /**
     * A page to be shown.
     *
     * @param contentType the value of its {@code Content-Type} field
     * @param text its body
     */
    public record Rendered(String contentType, String text) {}

    private record Page(String contentType, String template) {
        static Page read(Path file) throws IOException {
            String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
            String type = name.endsWith(".json")
                    ? "application/json"
                    : name.endsWith(".txt") ? "text/plain; charset=utf-8" : "text/html; charset=utf-8";
            return new Page(type, Files.readString(file, UTF_8));
        }
    }

    /**
     * Reads the operator's pages.
     *
     * @throws IOException if one of them cannot be read, with its name
     */
    public static ErrorPages load(ErrorPagesConfig config) throws IOException {
        var pages = new HashMap<Integer, Page>();
        for (var entry : config.pages().entrySet()) {
            pages.put(entry.getKey(), Page.read(entry.getValue()));
        }
        Path fallback = config.fallback();
        return new ErrorPages(Map.copyOf(pages), fallback == null ? null : Page.read(fallback));
    }

    /** Pages for programs (RFC 9457), whatever the client accepts. */
    public static ErrorPages problems() {
        return new ErrorPages(Map.of(), PROBLEM);
    }

    /** Makes the page for a failure. */
    public Rendered render(RequestHead request, int status, String message, String requestId) {
        Page page = pages.getOrDefault(status, fallback);
        boolean html = page != null ? page.contentType().startsWith("text/html") : acceptsHtml(request);
        if (page == null) {
            page = html ? BUILT_IN_HTML : BUILT_IN_TEXT;
        }
        String text = page.template()
                .replace("{status}", Integer.toString(status))
                .replace("{reason}", Reason.of(status))
                .replace("{message}", html ? escape(message) : message)
                .replace("{request-id}", html ? escape(requestId) : requestId);
        return new Rendered(page.contentType(), text);
    }

    private static boolean acceptsHtml(RequestHead request) {
        String accept = request.firstValue(FieldName.ACCEPT);
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("text/html");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static final Page PROBLEM = new Page("application/problem+json", """
            {"type":"about:blank","title":"{reason}","status":{status},"detail":"{message}"}
            """);

    private static final Page BUILT_IN_TEXT = new Page("text/plain; charset=utf-8", """
            {status} {reason}
            {message}
            Request id: {request-id}
            """);

    private static final Page BUILT_IN_HTML = new Page("text/html; charset=utf-8", """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>{status} {reason}</title></head>
            <body>
            <h1>{status} {reason}</h1>
            <p>{message}</p>
            <p>Request id: <code>{request-id}</code></p>
            </body>
            </html>
            """);
}
