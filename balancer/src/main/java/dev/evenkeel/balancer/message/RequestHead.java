package dev.evenkeel.balancer.message;

import org.jspecify.annotations.Nullable;

/**
 * The head of a request. Its target is kept as the path and query that are forwarded (origin form, RFC 9112 §3.2.1) or
 * {@code *}; the authority comes from the target if it had one, else from the {@code Host} field.
 */
public final class RequestHead extends Head {
    private Method method = Method.OTHER;
    private int methodStart;
    private int methodEnd;
    private int targetStart;
    private int targetEnd;
    private int pathEnd;
    private int authorityStart;
    private int authorityEnd;
    private String impliedPath = "";

    @Override
    public void clear() {
        super.clear();
        method = Method.OTHER;
        methodStart = 0;
        methodEnd = 0;
        targetStart = 0;
        targetEnd = 0;
        pathEnd = 0;
        authorityStart = 0;
        authorityEnd = 0;
        impliedPath = "";
    }

    public Method method() {
        return method;
    }

    /** The method as it was sent. */
    public String methodName() {
        return text(methodStart, methodEnd);
    }

    public int methodEnd() {
        return methodEnd;
    }

    public int methodStart() {
        return methodStart;
    }

    /** Records the method and where it stands. */
    public void method(Method value, int start, int end) {
        method = value;
        methodStart = start;
        methodEnd = end;
    }

    /** Records where path and query stand; a path end equal to the target's end means that there is no query. */
    public void target(int start, int end, int endOfPath) {
        targetStart = start;
        targetEnd = end;
        pathEnd = endOfPath;
    }

    /** Records what stands before the target where it named an authority and no path: {@code /}, or {@code *}. */
    public void impliedPath(String path) {
        impliedPath = path;
    }

    /** What goes before the target when it is forwarded; mostly empty. */
    public String impliedPath() {
        return impliedPath;
    }

    /** Records where the host and port stand. */
    public void authority(int start, int end) {
        authorityStart = start;
        authorityEnd = end;
    }

    public int targetStart() {
        return targetStart;
    }

    public int targetEnd() {
        return targetEnd;
    }

    public int pathEnd() {
        return pathEnd;
    }

    public int authorityStart() {
        return authorityStart;
    }

    public int authorityEnd() {
        return authorityEnd;
    }

    /** The host as the client named it, without the port, or null if it named none (HTTP/1.0). */
    public @Nullable String host() {
        return authorityEnd > authorityStart ? text(authorityStart, hostEnd()) : null;
    }

    /** Where the host ends and the port, if there is one, begins with its colon. */
    public int hostEnd() {
        byte[] bytes = bytes();
        int i = authorityEnd;
        while (i > authorityStart && bytes[i - 1] >= '0' && bytes[i - 1] <= '9') {
            i--;
        }
        return i > authorityStart && bytes[i - 1] == ':' ? i - 1 : authorityEnd;
    }

    /** The path, without the query, as it was sent; a new string. */
    public String path() {
        return impliedPath + text(targetStart, pathEnd);
    }

    /** Path and query as they are forwarded; a new string. */
    public String target() {
        return impliedPath + text(targetStart, targetEnd);
    }

    /** Host and port as the client named them, or null if it named none (HTTP/1.0). */
    public @Nullable String authority() {
        return authorityEnd > authorityStart ? text(authorityStart, authorityEnd) : null;
    }
}
