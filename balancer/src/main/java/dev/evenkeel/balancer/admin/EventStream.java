package dev.evenkeel.balancer.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.evenkeel.balancer.event.Event;
import dev.evenkeel.balancer.event.EventLog;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.Outcome;
import dev.evenkeel.balancer.exchange.Reason;
import dev.evenkeel.balancer.exchange.RequestSink;
import dev.evenkeel.balancer.message.ClientStream;
import dev.evenkeel.balancer.message.ResponseHead;
import dev.evenkeel.balancer.message.Trailers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client that follows the events. Nothing is queued for it but what the connection holds: it remembers the event that
 * it has sent last, and takes the next from the log when the client can take them. For the admin loop.
 */
final class EventStream implements RequestSink {
    /** Most bytes that wait for a client that is slow, and what is left when it gets more. */
    private static final int MOST_QUEUED = 64 * 1024;

    private static final int QUEUED_LITTLE = 32 * 1024;
    private static final int AT_ONCE = 64;

    private final Exchange exchange;
    private final EventLog log;
    private final EventFilter filter;
    private final Consumer<EventStream> ended;
    private long sent;

    /**
     * @param since the last event that the client knows
     * @param ended hears of the end, however it comes
     */
    EventStream(Exchange exchange, EventLog log, EventFilter filter, long since, Consumer<EventStream> ended) {
        this.exchange = exchange;
        this.log = log;
        this.filter = filter;
        this.ended = ended;
        sent = since;
    }

    /** Begins the answer, and sends what the client has missed. */
    void begin() {
        exchange.sink(this);
        ResponseHead head = new ResponseHead().begin(200, Reason.of(200));
        head.add("Content-Type", "text/event-stream; charset=utf-8");
        head.add("Cache-Control", "no-store");
        head.add("X-Content-Type-Options", "nosniff");
        exchange.client().sendBuffer(QUEUED_LITTLE, MOST_QUEUED);
        exchange.sendHead(head, ClientStream.UNKNOWN);
        heartbeat();
        sendNew();
    }

    /** Sends what happened since, as far as the client takes it. A client that has fallen behind what is kept is cut off. */
    void sendNew() {
        if (exchange.over()) {
            return;
        }
        boolean writable = exchange.client().writable();
        if (!writable && log.lostAfter(sent)) {
            exchange.fail(Outcome.CLIENT_STALLED, "The client takes events more slowly than they happen.");
            return;
        }
        while (writable && sent < log.lastId()) {
            writable = sendSome();
        }
        exchange.client().flush();
    }

    private boolean sendSome() {
        if (log.lostAfter(sent)) {
            send(EventJson.message(EventJson.lost(log, sent)));
            sent = log.oldestId() - 1;
        }
        List<Event> next = log.after(sent, AT_ONCE);
        for (Event event : next) {
            if (!exchange.client().writable()) {
                return false;
            }
            sent = event.id();
            if (filter.wants(event)) {
                send(EventJson.message(EventJson.of(event)));
            }
        }
        return exchange.client().writable();
    }

    /** Sends a comment, so that it shows if nobody is there any more. */
    void heartbeat() {
        if (!exchange.over() && exchange.client().writable()) {
            send(": still here\n\n");
            exchange.client().flush();
        }
    }

    /** Sends what there is and ends the answer. */
    void end() {
        sendNew();
        if (!exchange.over()) {
            exchange.sendEnd(null);
        }
    }

    private void send(String text) {
        exchange.sendBody(Unpooled.wrappedBuffer(text.getBytes(UTF_8)));
    }

    /** Whether the client was cut off since it took too little. */
    boolean tooSlow() {
        return exchange.outcome() == Outcome.CLIENT_STALLED;
    }

    String client() {
        return AddressText.of(exchange.client().remoteAddress());
    }

    @Override
    public void body(ByteBuf data) {
        data.release();
    }

    @Override
    public void end(@Nullable Trailers trailers) {}

    @Override
    public void paused() {}

    @Override
    public void clientWritable() {
        sendNew();
    }

    @Override
    public void released() {
        ended.accept(this);
    }
}
