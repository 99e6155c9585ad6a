package dev.evenkeel.balancer.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.evenkeel.balancer.exchange.Attempt;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.Moment;
import dev.evenkeel.balancer.exchange.Outcome;
import dev.evenkeel.balancer.exchange.RequestIds;
import dev.evenkeel.balancer.message.FieldName;
import dev.evenkeel.balancer.message.RequestHead;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongSupplier;

/** An exchange as a JSON object. What did not happen or was not sent is left out. */
@SuppressWarnings("EnumOrdinal") // an array by outcome: no search for each line
final class JsonLine implements LineFormat {
    private static final byte[] TIME = literal("{\"time\":\"");
    private static final byte[] TIME_END = literal("Z\"");
    private static final byte[] REQUEST_ID = literal(",\"request_id\":\"");
    private static final byte[] CLIENT = literal(",\"client\":\"");
    private static final byte[] LISTENER = literal(",\"listener\":\"");
    private static final byte[] METHOD = literal(",\"method\":\"");
    private static final byte[] TARGET = literal(",\"target\":\"");
    private static final byte[] VERSION = literal(",\"version\":\"1.");
    private static final byte[] HOST = literal(",\"host\":\"");
    private static final byte[] STATUS = literal(",\"status\":");
    private static final byte[] OUTCOME = literal(",\"outcome\":\"");
    private static final byte[] REASON = literal(",\"reason\":\"");
    private static final byte[] SERVICE = literal(",\"service\":\"");
    private static final byte[] BACKEND = literal(",\"backend\":\"");
    private static final byte[] ATTEMPTS = literal(",\"attempts\":");
    private static final byte[] BYTES_RECEIVED = literal(",\"bytes_received\":");
    private static final byte[] BYTES_SENT = literal(",\"bytes_sent\":");
    private static final byte[] USER_AGENT = literal(",\"user_agent\":\"");
    private static final byte[] REFERER = literal(",\"referer\":\"");
    private static final byte[] TOTAL = literal(",\"total_us\":");
    private static final byte[] HEAD = literal(",\"head_us\":");
    private static final byte[] QUEUE = literal(",\"queue_us\":");
    private static final byte[] CONNECT = literal(",\"connect_us\":");
    private static final byte[] FIRST_BYTE = literal(",\"first_byte_us\":");
    private static final byte[] END = literal("}\n");
    private static final byte[][] OUTCOMES = outcomes();
    private static final long MICROSECOND = 1000;

    private final TimeText time;

    JsonLine(LongSupplier wallMillis) {
        time = new TimeText(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.", Locale.ROOT), wallMillis);
    }

    private static byte[] literal(String text) {
        return text.getBytes(US_ASCII);
    }

    private static byte[][] outcomes() {
        return Arrays.stream(Outcome.values())
                .map(Outcome::label)
                .map(JsonLine::literal)
                .toArray(byte[][]::new);
    }

    @Override
    public void write(Exchange exchange, LineBuffer line) {
        long end = exchange.timeline().at(Moment.FINISHED);
        line.put(TIME);
        line.put(time.second(end));
        line.digits(time.millis(end), 3);
        line.put(TIME_END);
        requestId(exchange, line);
        text(line, LISTENER, exchange.listenerName());
        line.put(CLIENT);
        line.client(exchange.client().peer());
        line.put('"');
        request(exchange.request(), line);
        result(exchange, line);
        line.put(BYTES_RECEIVED);
        line.decimal(exchange.client().bytesReceived());
        line.put(BYTES_SENT);
        line.decimal(exchange.client().bytesSent());
        duration(line, TOTAL, exchange.timeline().between(Moment.FIRST_BYTE, Moment.FINISHED));
        duration(line, HEAD, exchange.timeline().between(Moment.FIRST_BYTE, Moment.HEAD_COMPLETE));
        duration(line, QUEUE, Durations.queue(exchange));
        duration(line, CONNECT, Durations.connect(exchange));
        duration(line, FIRST_BYTE, Durations.firstByte(exchange));
        line.put(END);
    }

    private static void requestId(Exchange exchange, LineBuffer line) {
        if (!exchange.writeOwnRequestId(line.bytes(), line.length() + REQUEST_ID.length)) {
            text(line, REQUEST_ID, exchange.requestId());
            return;
        }
        line.put(REQUEST_ID);
        line.advance(RequestIds.LENGTH);
        line.put('"');
    }

    private static void request(RequestHead request, LineBuffer line) {
        range(line, METHOD, request, request.methodStart(), request.methodEnd());
        if (request.targetEnd() > 0) {
            line.put(TARGET);
            line.value(request.impliedPath(), Escaping.JSON);
            line.value(request.bytes(), request.targetStart(), request.targetEnd(), Escaping.JSON);
            line.put('"');
            line.put(VERSION);
            line.put((char) ('0' + request.httpMinor()));
            line.put('"');
        }
        range(line, HOST, request, request.authorityStart(), request.authorityEnd());
        field(line, USER_AGENT, request, FieldName.USER_AGENT);
        field(line, REFERER, request, FieldName.REFERER);
    }

    private static void result(Exchange exchange, LineBuffer line) {
        if (exchange.status() > 0) {
            line.put(STATUS);
            line.decimal(exchange.status());
        }
        line.put(OUTCOME);
        line.put(OUTCOMES[exchange.outcome().ordinal()]);
        line.put('"');
        String reason = exchange.reason();
        if (reason != null) {
            text(line, REASON, reason);
        }
        text(line, SERVICE, exchange.service());
        Attempt attempt = exchange.lastAttempt();
        if (attempt != null) {
            text(line, BACKEND, attempt.backend());
            line.put(ATTEMPTS);
            line.decimal(exchange.attempts());
        }
    }

    private static void text(LineBuffer line, byte[] name, String value) {
        if (value.isEmpty()) {
            return;
        }
        line.put(name);
        line.value(value, Escaping.JSON);
        line.put('"');
    }

    private static void field(LineBuffer line, byte[] name, RequestHead request, int id) {
        int position = request.find(id);
        if (position >= 0) {
            range(line, name, request, request.valueStart(position), request.valueEnd(position));
        }
    }

    private static void range(LineBuffer line, byte[] name, RequestHead request, int start, int end) {
        if (start == end) {
            return;
        }
        line.put(name);
        line.value(request.bytes(), start, end, Escaping.JSON);
        line.put('"');
    }

    private static void duration(LineBuffer line, byte[] name, long nanos) {
        if (nanos < 0) {
            return;
        }
        line.put(name);
        line.decimal(nanos / MICROSECOND);
    }
}
