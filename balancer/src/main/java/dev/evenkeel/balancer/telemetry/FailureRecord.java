package dev.evenkeel.balancer.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.evenkeel.balancer.exchange.Attempt;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.Outcome;
import dev.evenkeel.balancer.exchange.Timeline;
import dev.evenkeel.balancer.message.Peer;
import dev.evenkeel.balancer.message.RequestHead;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of an exchange that failed, or that was completed at a second attempt only. Immutable; a few kilobytes
 * at most, since whatever may be long is cut off. Of the request's fields none is kept but the host.
 *
 * @param time when it ended, by the wall clock
 * @param request what was asked for
 * @param result what came of it
 * @param attempts how many tries at a backend there were
 * @param tries the last of them, {@value #MOST_TRIES} at most, the earliest first
 * @param moments when what happened
 */
public record FailureRecord(
        Instant time, Request request, Result result, int attempts, List<Try> tries, Moments moments) {
    static final int MOST_TRIES = 10;
    static final int LONGEST_TARGET = 1024;
    static final int LONGEST_TEXT = 256;

    private static final String CUT = "...";

    /**
     * What was asked for.
     *
     * @param id what names the request; empty if nothing does
     * @param listener where it came to
     * @param client the IP address of who is connected, or {@code unix:}
     * @param method as it was sent; empty if none was
     * @param target path and query; empty if the request was not understood so far
     * @param host with the port, as the client named it; empty if it did not
     */
    public record Request(String id, String listener, String client, String method, String target, String host) {}

    /**
     * What came of it.
     *
     * @param outcome how it ended
     * @param status of the response, or 0 if none was begun
     * @param reason what exactly happened; null if the outcome says it all
     * @param service where the request was routed to; empty if it was not
     * @param bytesReceived from the client, with head and framing
     * @param bytesSent to the client, with head and framing
     */
    public record Result(
            Outcome outcome, int status, @Nullable String reason, String service, long bytesReceived, long bytesSent) {}

    /**
     * A try at a backend. Times are those of the moments.
     *
     * @param backend its id
     * @param failure why it failed; null if it did not
     * @param startedAt when the backend was chosen
     * @param connectedAt when there was a connection, or {@link Timeline#NEVER}
     * @param endedAt when it failed, or the end of the exchange
     * @param connection what kind of connection it got
     */
    public record Try(
            String backend,
            @Nullable String failure,
            long startedAt,
            long connectedAt,
            long endedAt,
            Attempt.Connection connection) {}

    /**
     * When what happened, by the clock of the event loops.
     *
     * @param acceptedAt when the connection of the client was accepted, maybe for an earlier request
     * @param timeline the moments of the exchange; nobody changes it any more
     */
    public record Moments(long acceptedAt, Timeline timeline) {}

    /** Whether the client was served all the same, by the last of several tries. */
    public boolean recovered() {
        return result.outcome() == Outcome.COMPLETED
                && tries.get(tries.size() - 1).failure() == null;
    }

    /** What is to be remembered of an exchange that is over. Only on its loop, while its head is still there. */
    static FailureRecord of(Exchange exchange, Instant time) {
        return new FailureRecord(
                time,
                request(exchange),
                result(exchange),
                exchange.attempts(),
                tries(exchange),
                new Moments(exchange.client().acceptedAt(), exchange.timeline().copy()));
    }

    private static Request request(Exchange exchange) {
        RequestHead head = exchange.request();
        return new Request(
                cut(exchange.requestId()),
                exchange.listenerName(),
                client(exchange.client().peer()),
                cut(head, head.methodStart(), head.methodEnd(), LONGEST_TEXT),
                head.impliedPath() + cut(head, head.targetStart(), head.targetEnd(), LONGEST_TARGET),
                cut(head, head.authorityStart(), head.authorityEnd(), LONGEST_TEXT));
    }

    private static String client(Peer peer) {
        byte[] ip = peer.ipText();
        return ip.length == 0 ? "unix:" : new String(ip, US_ASCII);
    }

    private static Result result(Exchange exchange) {
        String reason = exchange.reason();
        return new Result(
                exchange.outcome(),
                exchange.status(),
                reason == null ? null : cut(reason),
                exchange.service(),
                exchange.client().bytesReceived(),
                exchange.client().bytesSent());
    }

    private static List<Try> tries(Exchange exchange) {
        var tries = new ArrayDeque<Try>();
        Attempt attempt = exchange.lastAttempt();
        while (attempt != null && tries.size() < MOST_TRIES) {
            tries.addFirst(tried(attempt, exchange.loop().now()));
            attempt = attempt.previous();
        }
        return List.copyOf(tries);
    }

    private static Try tried(Attempt attempt, long now) {
        String failure = attempt.failure();
        return new Try(
                cut(attempt.backend()),
                failure == null ? null : cut(failure),
                attempt.startedAt(),
                attempt.connectedAt(),
                attempt.failedAt() == Timeline.NEVER ? now : attempt.failedAt(),
                attempt.connection());
    }

    private static String cut(RequestHead head, int start, int end, int longest) {
        return end - start <= longest ? head.text(start, end) : head.text(start, start + longest) + CUT;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + CUT;
    }
}
