package dev.evenkeel.bench.nodrop.load;

import dev.evenkeel.bench.nodrop.load.ClientSocket.ResponseException;
import dev.evenkeel.bench.nodrop.load.ClientSocket.ResponseHead;
import dev.evenkeel.bench.nodrop.origin.Content;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One client: asks in all ways there are, one after the other, and keeps its connection where it may. */
final class User implements Runnable {
    private static final Duration CONTINUE_PATIENCE = Duration.ofSeconds(1);
    private static final int SLOW_PIECES = 5;
    private static final Duration SLOW_PIECE_PAUSE = Duration.ofMillis(100);
    private static final Duration SLOW_READ_PAUSE = Duration.ofMillis(40);
    private static final int PIPELINED = 4;

    private final Load.Settings settings;
    private final Ledger ledger;
    private final Random random;
    private final List<Target> targets;
    private volatile boolean stopped;

    private @Nullable ClientSocket kept;
    private int keptPort;

    User(Load.Settings settings, Ledger ledger, int number) {
        this.settings = settings;
        this.ledger = ledger;
        this.random = new Random(settings.seed() * 1000 + number);
        this.targets = settings.targets();
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                ask();
                // Exponential gaps, as of many people who know nothing of each other; bounded, so that the end comes
                // soon.
                double gap = -Math.log(1 - random.nextDouble()) * settings.gapMillis();
                ClientSocket.pause(Duration.ofMillis((long) Math.min(gap, 5 * settings.gapMillis())));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            drop();
        }
    }

    private void ask() {
        Target target = targets.get(random.nextInt(targets.size()));
        Kind kind = Mix.draw(random, target);
        if (kind.ownConnection()) {
            drop();
        }
        if (kind == Kind.PIPELINED) {
            exchange(pipelined(target), kind);
        } else {
            exchange(List.of(order(kind, target)), kind);
        }
        if (kind.ownConnection()) {
            drop();
        }
    }

    private List<Order> pipelined(Target target) {
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < PIPELINED; i++) {
            orders.add(Order.of(ledger, Kind.PIPELINED, i == 1 ? "HEAD" : "GET", target, random));
        }
        return orders;
    }

    private Order order(Kind kind, Target target) {
        return Order.of(ledger, kind, kind.method(), target, random);
    }

    /** Sends the orders and reads the responses; whatever goes wrong is noted, and ends the connection. */
    private void exchange(List<Order> orders, Kind kind) {
        exchange(orders, kind, new Began(System.currentTimeMillis(), System.nanoTime()));
    }

    private void exchange(List<Order> orders, Kind kind, Began start) {
        long began = start.millis();
        ClientSocket socket;
        try {
            socket = connection(orders.get(0).request().target().port(), kind);
        } catch (IOException e) {
            orders.forEach(order ->
                    ledger.failed(failure(order, began, Ending.NOT_CONNECTED, 0, false, -1, String.valueOf(e))));
            return;
        }
        int next = 0;
        try {
            boolean continued = send(socket, orders, kind);
            boolean closes = false;
            for (; next < orders.size(); next++) {
                Order order = orders.get(next);
                closes = read(socket, order, kind, continued, start);
                if (closes) {
                    next++;
                    break;
                }
            }
            if (closes) {
                drop();
            }
            if (next < orders.size()) {
                // Whoever pipelines has to send again what a connection closed before (RFC 9112 §9.3.2).
                exchange(orders.subList(next, orders.size()), kind, start);
            }
        } catch (ResponseException e) {
            ledger.failed(failure(orders.get(next), began, e.ending(), 200, true, -1, String.valueOf(e.getMessage())));
            behind(orders, next, began, orders.get(next).request().id());
            drop();
        } catch (IOException e) {
            fail(orders, next, began, e);
            drop();
        }
    }

    private record Began(long millis, long nanos) {}

    private void fail(List<Order> orders, int next, long began, IOException e) {
        Order order = orders.get(next);
        Ending ending = e instanceof SocketTimeoutException
                ? Ending.OUT_OF_PATIENCE
                : order.begun() ? Ending.CUT : Ending.CLOSED_UNANSWERED;
        ledger.failed(failure(order, began, ending, order.begun() ? 200 : 0, order.begun(), -1, String.valueOf(e)));
        behind(orders, next, began, order.request().id());
    }

    private void behind(List<Order> orders, int cut, long began, long id) {
        for (Order order : orders.subList(cut + 1, orders.size())) {
            ledger.failed(failure(order, began, Ending.BEHIND_A_CUT, 0, false, id, ""));
        }
    }

    private static Failure failure(
            Order order, long began, Ending ending, int status, boolean begun, long cutBehind, String detail) {
        return new Failure(
                order.request(), began, System.currentTimeMillis(), ending, status, begun, cutBehind, detail);
    }

    private ClientSocket connection(int port, Kind kind) throws IOException {
        if (kept != null && keptPort != port) {
            drop();
        }
        if (kept != null && kept.waitForBytes(Duration.ofMillis(1))) {
            drop(); // it has ended while it was idle, which costs nobody anything
        }
        if (kept == null) {
            kept = new ClientSocket(port, settings.patience(), kind == Kind.SLOW_READER);
            keptPort = port;
        }
        return kept;
    }

    private void drop() {
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }

    /** Sends all; tells whether the head of a final response is yet to be read, or 100 was all that came. */
    private boolean send(ClientSocket socket, List<Order> orders, Kind kind) throws IOException {
        if (orders.size() > 1) {
            StringBuilder all = new StringBuilder();
            orders.forEach(order -> all.append(order.head(kind)));
            socket.send(all.toString());
            return false;
        }
        Order order = orders.get(0);
        byte[] body = new byte[order.uploadBytes()];
        Content.fill(order.request().id(), 0, body, body.length);
        switch (kind) {
            case POST_CHUNKED -> {
                socket.send(order.head(kind));
                sendChunks(socket, body);
            }
            case POST_SLOW_UPLOAD -> {
                socket.send(order.head(kind));
                sendSlowly(socket, body);
            }
            case POST_EXPECT_CONTINUE -> {
                socket.send(order.head(kind));
                socket.waitForBytes(CONTINUE_PATIENCE);
                socket.send(body, body.length);
            }
            default -> {
                byte[] head = order.head(kind).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                byte[] whole = new byte[head.length + body.length];
                System.arraycopy(head, 0, whole, 0, head.length);
                System.arraycopy(body, 0, whole, head.length, body.length);
                socket.send(whole, whole.length);
            }
        }
        return kind == Kind.POST_EXPECT_CONTINUE;
    }

    private void sendChunks(ClientSocket socket, byte[] body) throws IOException {
        int place = 0;
        while (place < body.length) {
            int size = Math.min(body.length - place, 1 + random.nextInt(8192));
            socket.send(Integer.toHexString(size) + "\r\n");
            socket.send(java.util.Arrays.copyOfRange(body, place, place + size), size);
            socket.send("\r\n");
            place += size;
        }
        socket.send("0\r\n\r\n");
    }

    private static void sendSlowly(ClientSocket socket, byte[] body) throws IOException {
        int size = body.length / SLOW_PIECES + 1;
        for (int place = 0; place < body.length; place += size) {
            ClientSocket.pause(SLOW_PIECE_PAUSE);
            byte[] part = java.util.Arrays.copyOfRange(body, place, Math.min(body.length, place + size));
            socket.send(part, part.length);
        }
    }

    /** Reads one response and notes how it was; true if the connection ends with it. */
    private boolean read(ClientSocket socket, Order order, Kind kind, boolean interim, Began began)
            throws IOException, ResponseException {
        ResponseHead head = socket.readHead();
        while (interim && head.status() == 100) {
            head = socket.readHead();
        }
        if (head.status() != 200) {
            String detail = head.fields() + " " + (order.method().equals("HEAD") ? "" : socket.readError(head));
            ledger.failed(failure(order, began.millis(), Ending.WRONG_STATUS, head.status(), false, -1, detail));
            return head.closes() || head.contentLength() < 0;
        }
        order.begin();
        String id = head.fields().getOrDefault("x-nodrop", "none");
        if (!id.equals(Long.toString(order.request().id()))) {
            throw new ResponseException(Ending.WRONG_RESPONSE, "it is that of request " + id);
        }
        if (!order.method().equals("HEAD")) {
            Duration pause = kind == Kind.SLOW_READER ? SLOW_READ_PAUSE : Duration.ZERO;
            socket.readBody(head, order.request(), order.downloadBytes(), pause);
        }
        ledger.served(order.request(), System.nanoTime() - began.nanos());
        return head.closes();
    }
}
