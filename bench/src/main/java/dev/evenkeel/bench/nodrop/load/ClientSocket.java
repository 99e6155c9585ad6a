package dev.evenkeel.bench.nodrop.load;

import dev.evenkeel.bench.nodrop.origin.Content;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A client's connection to the proxy. For one thread. */
final class ClientSocket implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5000;
    private static final int SMALL_WINDOW = 16 * 1024;
    private static final int MAX_HEAD = 64 * 1024;
    private static final int KEPT_OF_ERROR = 400;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final byte[] piece = new byte[32 * 1024];

    ClientSocket(int port, Duration patience, boolean smallWindow) throws IOException {
        try {
            if (smallWindow) {
                socket.setReceiveBufferSize(SMALL_WINDOW);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) patience.toMillis());
            in = new BufferedInputStream(socket.getInputStream(), piece.length);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    void send(byte[] bytes, int length) throws IOException {
        socket.getOutputStream().write(bytes, 0, length);
    }

    void send(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        send(bytes, bytes.length);
    }

    /** Whether a byte of the next response, or the end of the connection, comes within that time. */
    boolean waitForBytes(Duration limit) throws IOException {
        int patience = socket.getSoTimeout();
        socket.setSoTimeout((int) Math.max(1, limit.toMillis()));
        try {
            in.mark(1);
            int next = in.read();
            if (next >= 0) {
                in.reset();
            }
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } finally {
            socket.setSoTimeout(patience);
        }
    }

    /**
     * Reads a response's head.
     *
     * @throws EOFException if the connection ended before its first byte, or within it
     * @throws ResponseException if it is not one
     */
    ResponseHead readHead() throws IOException, ResponseException {
        StringBuilder text = new StringBuilder();
        while (text.length() < 4 || !text.substring(text.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException(text.isEmpty() ? "no byte came" : "in the head: " + text);
            }
            text.append((char) next);
            if (text.length() > MAX_HEAD) {
                throw new ResponseException(Ending.NOT_HTTP, "the head has no end");
            }
        }
        return ResponseHead.parse(text.toString());
    }

    /** Reads the body that belongs to the head, and holds it against what it must be. */
    void readBody(ResponseHead head, Request request, long expected, Duration pauseAfterPiece)
            throws IOException, ResponseException {
        if (head.chunked()) {
            long place = 0;
            for (long size = chunkSize(); size > 0; size = chunkSize()) {
                place += readPart(request.id(), place, size, pauseAfterPiece);
                line();
            }
            line();
            requireLength(place, expected);
            return;
        }
        requireLength(head.contentLength(), expected);
        readPart(request.id(), 0, expected, pauseAfterPiece);
    }

    private static void requireLength(long length, long expected) throws ResponseException {
        if (length != expected) {
            throw new ResponseException(Ending.WRONG_BODY, length + " bytes (expected: " + expected + ")");
        }
    }

    private long readPart(long id, long begin, long length, Duration pause) throws IOException, ResponseException {
        for (long place = 0; place < length; ) {
            int count = in.read(piece, 0, (int) Math.min(piece.length, length - place));
            if (count < 0) {
                throw new EOFException("after " + (begin + place) + " bytes of the body");
            }
            if (!Content.fits(id, begin + place, piece, count)) {
                throw new ResponseException(
                        Ending.WRONG_BODY, "a wrong byte after " + (begin + place) + " bytes of the body");
            }
            place += count;
            pause(pause);
        }
        return length;
    }

    /** The beginning of a body of which nothing is expected, such as an error page's; the rest is read too. */
    String readError(ResponseHead head) throws IOException {
        long length = Math.max(0, Math.min(head.contentLength(), MAX_HEAD));
        byte[] body = in.readNBytes((int) length);
        String text = new String(body, StandardCharsets.UTF_8);
        return text.substring(0, Math.min(KEPT_OF_ERROR, text.length())).strip();
    }

    static void pause(Duration time) throws IOException {
        if (time.isZero()) {
            return;
        }
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private long chunkSize() throws IOException, ResponseException {
        String line = line();
        try {
            return Long.parseLong(line.split(";", 2)[0].strip(), 16);
        } catch (NumberFormatException e) {
            throw new ResponseException(Ending.NOT_HTTP, "the size of a chunk: " + line);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("between chunks");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /**
     * The head of a response.
     *
     * @param status 100 to 999
     * @param fields by name in lower case
     */
    record ResponseHead(int status, Map<String, String> fields) {
        static ResponseHead parse(String text) throws ResponseException {
            String[] lines = text.split("\r\n", -1);
            if (!lines[0].matches("HTTP/1\\.[01] [1-9][0-9][0-9] .*")) {
                throw new ResponseException(Ending.NOT_HTTP, lines[0]);
            }
            Map<String, String> fields = new HashMap<>();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                if (colon > 0) {
                    fields.put(
                            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                            lines[i].substring(colon + 1).strip());
                }
            }
            return new ResponseHead(Integer.parseInt(lines[0].substring(9, 12)), fields);
        }

        boolean chunked() {
            return fields.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked");
        }

        /** -1 if it is not said. */
        long contentLength() {
            return Long.parseLong(fields.getOrDefault("content-length", "-1"));
        }

        boolean closes() {
            return fields.getOrDefault("connection", "")
                    .toLowerCase(Locale.ROOT)
                    .contains("close");
        }
    }

    /** The response is not what it must be. */
    static final class ResponseException extends Exception {
        private final Ending ending;

        ResponseException(Ending ending, String message) {
            super(message);
            this.ending = ending;
        }

        Ending ending() {
            return ending;
        }
    }
}
