package dev.evenkeel.balancer.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.balancer.event.Event;
import dev.evenkeel.balancer.event.EventLog;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.message.Method;
import dev.evenkeel.balancer.pool.Pool;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /v1/events}: what happened, and to those who follow, what happens. For the admin loop. */
final class Events {
    /** Dashboards and scripts; less than {@link AdminHandler#MAX_CONNECTIONS}, so that other calls find room. */
    static final int MOST_FOLLOWERS = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final long HEARTBEAT_SECONDS = 5;

    private final AdminView view;
    private final EventLog log;
    private final Loop loop;
    private final Set<EventStream> followers = new LinkedHashSet<>();
    private final AtomicBoolean due = new AtomicBoolean();
    private long closedSlow;

    Events(AdminView view, Loop loop) {
        this.view = view;
        this.loop = loop;
        log = view.events();
        log.follow(this::sendSoon);
        ScheduledFuture<?> unused = loop.eventLoop()
                .scheduleAtFixedRate(this::heartbeat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    Endpoint endpoint() {
        return new Endpoint("/v1/events").on(Method.GET, this::answer, "since", "pool", "type");
    }

    private CompletionStage<Answer> answer(Call call) throws BadCallException {
        EventFilter filter = EventFilter.of(call);
        String pool = filter.pool();
        List<String> pools = view.pools().stream().map(Pool::name).toList();
        if (pool != null && !pools.contains(pool)) {
            return answered(Api.notFound(call, "There is no pool \"" + pool + "\".", pool, pools));
        }
        Long since = since(call);
        if (wantsJson(call)) {
            return answered(kept(call, filter, since == null ? 0 : since));
        }
        if (followers.size() >= MOST_FOLLOWERS) {
            return answered(
                    Reply.problem(call, 503, MOST_FOLLOWERS + " clients follow the events already, and no more may.")
                            .with("Retry-After", "10"));
        }
        return answered(exchange -> begin(exchange, filter, since));
    }

    private static CompletionStage<Answer> answered(Answer answer) {
        return CompletableFuture.completedStage(answer);
    }

    private static boolean wantsJson(Call call) {
        String accept = call.accept();
        return accept != null && accept.contains("application/json") && !accept.contains("text/event-stream");
    }

    /** The event that the client knows last: in the query, or as a browser says it when it comes back. */
    private static @Nullable Long since(Call call) throws BadCallException {
        String asked = Parameters.text(call, "since");
        String text = asked == null ? call.lastEventId() : asked;
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            long since = Long.parseLong(text);
            if (since >= 0) {
                return since;
            }
        } catch (NumberFormatException e) {
            // told below, as any other text that is no id
        }
        throw new BadCallException(
                400, "since: " + text + " (expected: the id of an event, or 0 for all that are kept).");
    }

    private Reply kept(Call call, EventFilter filter, long since) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.put("last-id", log.lastId());
        ArrayNode events = all.putArray("events");
        long after = since;
        if (log.lostAfter(since)) {
            events.add(EventJson.lost(log, since));
            after = log.oldestId() - 1;
        }
        for (Event event : log.after(after, EventLog.KEPT)) {
            if (filter.wants(event)) {
                events.add(EventJson.of(event));
            }
        }
        return Reply.json(call, 200, all);
    }

    private void begin(Exchange exchange, EventFilter filter, @Nullable Long since) {
        EventStream stream = new EventStream(exchange, log, filter, since == null ? log.lastId() : since, this::ended);
        followers.add(stream);
        stream.begin();
    }

    private void ended(EventStream stream) {
        followers.remove(stream);
        if (stream.tooSlow()) {
            closedSlow++;
            LOG.warn("Closed the event stream of {}: it takes events more slowly than they happen", stream.client());
        }
    }

    /** From any thread; many events that come together wake the loop once. */
    private void sendSoon() {
        if (due.compareAndSet(false, true)) {
            try {
                loop.eventLoop().execute(this::send);
            } catch (RejectedExecutionException loopIsGone) {
                LOG.debug("Nobody follows the events any more");
            }
        }
    }

    private void send() {
        due.set(false);
        List.copyOf(followers).forEach(EventStream::sendNew);
    }

    private void heartbeat() {
        List.copyOf(followers).forEach(EventStream::heartbeat);
    }

    /** How the streams are doing. */
    ObjectNode status() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("last-id", log.lastId());
        node.put("followers", followers.size());
        node.put("closed-slow", closedSlow);
        return node;
    }

    /** Ends all streams, each after its last event. From any thread. */
    void close() {
        loop.execute(() -> List.copyOf(followers).forEach(EventStream::end));
    }
}
