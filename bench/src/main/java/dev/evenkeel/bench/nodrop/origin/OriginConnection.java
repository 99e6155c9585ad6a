package dev.evenkeel.bench.nodrop.origin;

import dev.evenkeel.bench.nodrop.origin.Journal.Mark;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** One connection of the origin, served by one thread until either side ends it. */
final class OriginConnection implements Runnable {
    /** As gunicorn's, in milliseconds. */
    private static final int IDLE_MILLIS = 2000;

    private static final int STALLED_MILLIS = 30_000;
    private static final int PIECE = 64 * 1024;
    private static final int MAX_HEAD = 64 * 1024;

    private final Socket socket;
    private final Journal journal;
    private final Greeting greeting;
    private final BooleanSupplier stopping;
    private final byte[] piece = new byte[PIECE];

    OriginConnection(Socket socket, Journal journal, Greeting greeting, BooleanSupplier stopping) {
        this.socket = socket;
        this.journal = journal;
        this.greeting = greeting;
        this.stopping = stopping;
    }

    @Override
    public void run() {
        try (socket;
                BufferedInputStream in = new BufferedInputStream(socket.getInputStream(), PIECE);
                OutputStream out = socket.getOutputStream()) {
            socket.setTcpNoDelay(true);
            while (serve(in, out)) {
                // The next request.
            }
        } catch (IOException e) {
            // The other side went away or said nothing. What was not answered is not in the journal as answered.
        }
    }

    /** Serves one request; false if the connection ends with it. */
    private boolean serve(BufferedInputStream in, OutputStream out) throws IOException {
        socket.setSoTimeout(IDLE_MILLIS);
        in.mark(1);
        if (in.read() < 0) {
            return false;
        }
        in.reset();
        socket.setSoTimeout(STALLED_MILLIS);
        String[] lines = head(in).split("\r\n", -1);
        String[] requestLine = lines[0].split(" ", -1);
        Map<String, String> fields = fields(lines);
        Map<String, String> orders = orders(requestLine[1]);
        long id = Long.parseLong(orders.getOrDefault("nodrop", "-1"));
        boolean close = stopping.getAsBoolean()
                || fields.getOrDefault("connection", "")
                        .toLowerCase(Locale.ROOT)
                        .contains("close");
        if (id < 0) {
            readBody(in, fields, id);
            out.write(greeting.response(requestLine[0], close));
            return !close;
        }
        journal.write(Mark.ARRIVED, id);
        if (fields.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        boolean whole = readBody(in, fields, id);
        delay(orders);
        if (whole) {
            journal.write(Mark.EXECUTED, id);
        }
        close |= stopping.getAsBoolean();
        answer(out, requestLine[0], whole ? 200 : 400, orders, close);
        journal.write(Mark.ANSWERED, id);
        return !close;
    }

    private static String head(BufferedInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0 || head.length() > MAX_HEAD) {
                throw new EOFException("in a request's head");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static Map<String, String> fields(String[] lines) {
        Map<String, String> fields = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                fields.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        return fields;
    }

    /** What the query tells to do. */
    private static Map<String, String> orders(String target) {
        Map<String, String> orders = new HashMap<>();
        int query = target.indexOf('?');
        if (query >= 0) {
            for (String part : target.substring(query + 1).split("&", -1)) {
                int equals = part.indexOf('=');
                if (equals > 0) {
                    orders.put(part.substring(0, equals), part.substring(equals + 1));
                }
            }
        }
        return orders;
    }

    /** Reads the body to its end; false if it is not the content that the client was to send. */
    private boolean readBody(BufferedInputStream in, Map<String, String> fields, long id) throws IOException {
        if (fields.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            boolean whole = true;
            long place = 0;
            for (long size = chunkSize(in); size > 0; size = chunkSize(in)) {
                whole &= readPart(in, size, id, place);
                place += size;
                line(in);
            }
            line(in);
            return whole;
        }
        return readPart(in, Long.parseLong(fields.getOrDefault("content-length", "0")), id, 0);
    }

    private boolean readPart(BufferedInputStream in, long length, long id, long begin) throws IOException {
        boolean fits = true;
        for (long place = 0; place < length; ) {
            int count = in.read(piece, 0, (int) Math.min(piece.length, length - place));
            if (count < 0) {
                throw new EOFException("in a request's body");
            }
            fits &= Content.fits(id, begin + place, piece, count);
            place += count;
        }
        return fits;
    }

    private static long chunkSize(BufferedInputStream in) throws IOException {
        return Long.parseLong(line(in).split(";", 2)[0].strip(), 16);
    }

    private static String line(BufferedInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("in a request's body");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private static void delay(Map<String, String> orders) throws IOException {
        long millis = Long.parseLong(orders.getOrDefault("delay", "0"));
        if (millis > 0) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    private void answer(OutputStream out, String method, int status, Map<String, String> orders, boolean close)
            throws IOException {
        long id = Long.parseLong(orders.getOrDefault("nodrop", "-1"));
        long length = Long.parseLong(orders.getOrDefault("bytes", "3"));
        boolean chunked = orders.containsKey("chunked") && !method.equals("HEAD");
        String head = "HTTP/1.1 " + status + (status == 200 ? " OK" : " Bad Request")
                + "\r\nContent-Type: application/octet-stream\r\nX-Nodrop: " + id
                + (chunked ? "\r\nTransfer-Encoding: chunked" : "\r\nContent-Length: " + length)
                + (close ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n");
        byte[] first = head.getBytes(StandardCharsets.US_ASCII);
        if (method.equals("HEAD")) {
            out.write(first);
            return;
        }
        long place = 0;
        do {
            int count = (int) Math.min(piece.length, length - place);
            Content.fill(id, place, piece, count);
            byte[] part = chunked ? chunk(count) : piece;
            out.write(join(first, part, chunked ? part.length : count));
            first = new byte[0];
            place += count;
        } while (place < length);
        if (chunked) {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private byte[] chunk(int count) {
        byte[] size = (Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] chunk = join(size, piece, count);
        byte[] ended = new byte[chunk.length + 2];
        System.arraycopy(chunk, 0, ended, 0, chunk.length);
        ended[chunk.length] = '\r';
        ended[chunk.length + 1] = '\n';
        return ended;
    }

    private static byte[] join(byte[] head, byte[] body, int length) {
        byte[] both = new byte[head.length + length];
        System.arraycopy(head, 0, both, 0, head.length);
        System.arraycopy(body, 0, both, head.length, length);
        return both;
    }
}
