package dev.evenkeel.balancer.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.evenkeel.balancer.exchange.Attempt;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.Moment;
import dev.evenkeel.balancer.exchange.Outcome;
import dev.evenkeel.balancer.exchange.RequestIds;
import dev.evenkeel.balancer.exchange.Timeline;
import dev.evenkeel.balancer.message.FieldName;
import dev.evenkeel.balancer.message.Method;
import dev.evenkeel.balancer.message.RequestHead;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** An exchange as a JSON object. What did not happen or was not sent is left out. */
@SuppressWarnings("EnumOrdinal") // arrays by outcome and method: no search for each line
final class JsonLine implements LineFormat {
    private static final byte[] TIME_END = literal("Z\"");
    private static final byte[] REQUEST_ID = literal(",\"request_id\":\"");
    private static final byte[] CLIENT = literal(",\"client\":\"");
    private static final byte[] FORWARDED_FOR = literal(",\"forwarded_for\":\"");
    private static final byte[] METHOD = literal(",\"method\":\"");
    private static final byte[] TARGET = literal(",\"target\":\"");
    private static final byte[] VERSION = literal("\",\"version\":\"1.");
    private static final byte[] HOST = literal(",\"host\":\"");
    private static final byte[] STATUS = literal(",\"status\":");
    private static final byte[] REASON = literal(",\"reason\":\"");
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
    private static final byte[][] OUTCOMES =
            literals(Outcome.values(), outcome -> ",\"outcome\":\"" + outcome.label() + '"');
    private static final byte[][] METHODS = literals(Method.values(), method -> ",\"method\":\"" + method + '"');
    private static final long MICROSECOND = 1000;

    private final Member listener = new Member("listener");
    private final Member service = new Member("service");
    private final Member backend = new Member("backend");
    private final TimeText time;

    JsonLine(LongSupplier wallMillis) {
        var format = DateTimeFormatter.ofPattern("'{\"time\":\"'yyyy-MM-dd'T'HH:mm:ss.", Locale.ROOT);
        time = new TimeText(format, wallMillis);
    }

    private static byte[] literal(String text) {
        return text.getBytes(US_ASCII);
    }

    private static <T> byte[][] literals(T[] values, Function<T, String> text) {
        return Arrays.stream(values).map(text).map(JsonLine::literal).toArray(byte[][]::new);
    }

    @Override
    public void write(Exchange exchange, LineBuffer line) {
        long end = exchange.timeline().at(Moment.FINISHED);
        line.put(time.second(end));
        line.threeDigits(time.millis(end));
        line.put(TIME_END);
        requestId(exchange, line);
        listener.write(exchange.listenerName(), line);
        line.put(CLIENT);
        line.client(exchange.client().peer());
        line.put('"');
        field(line, FORWARDED_FOR, exchange.request(), exchange.forwardedFor());
        request(exchange.request(), line);
        result(exchange, line);
        number(line, BYTES_RECEIVED, exchange.client().bytesReceived());
        number(line, BYTES_SENT, exchange.client().bytesSent());
        durations(exchange, line);
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
        if (request.method() == Method.OTHER) {
            range(line, METHOD, request, request.methodStart(), request.methodEnd());
        } else {
            line.put(METHODS[request.method().ordinal()]);
        }
        if (request.targetEnd() > 0) {
            line.put(TARGET);
            line.value(request.impliedPath(), Escaping.JSON);
            line.value(request.bytes(), request.targetStart(), request.targetEnd(), Escaping.JSON);
            line.put(VERSION);
            line.put((char) ('0' + request.httpMinor()));
            line.put('"');
        }
        range(line, HOST, request, request.authorityStart(), request.authorityEnd());
        field(line, USER_AGENT, request, request.find(FieldName.USER_AGENT));
        field(line, REFERER, request, request.find(FieldName.REFERER));
    }

    private void result(Exchange exchange, LineBuffer line) {
        if (exchange.status() > 0) {
            number(line, STATUS, exchange.status());
        }
        line.put(OUTCOMES[exchange.outcome().ordinal()]);
        String reason = exchange.reason();
        if (reason != null) {
            text(line, REASON, reason);
        }
        if (!exchange.service().isEmpty()) {
            service.write(exchange.service(), line);
        }
        Attempt attempt = exchange.lastAttempt();
        if (attempt != null) {
            backend.write(attempt.backend(), line);
            number(line, ATTEMPTS, exchange.attempts());
        }
    }

    private static void durations(Exchange exchange, LineBuffer line) {
        Timeline timeline = exchange.timeline();
        duration(line, TOTAL, timeline.between(Moment.FIRST_BYTE, Moment.FINISHED));
        duration(line, HEAD, timeline.between(Moment.FIRST_BYTE, Moment.HEAD_COMPLETE));
        duration(line, QUEUE, Durations.queue(exchange));
        duration(line, CONNECT, Durations.connect(exchange));
        duration(line, FIRST_BYTE, Durations.firstByte(exchange));
    }

    private static void text(LineBuffer line, byte[] name, String value) {
        if (value.isEmpty()) {
            return;
        }
        line.put(name);
        line.value(value, Escaping.JSON);
        line.put('"');
    }

    private static void field(LineBuffer line, byte[] name, RequestHead request, int position) {
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
        if (nanos >= 0) {
            number(line, name, nanos / MICROSECOND);
        }
    }

    private static void number(LineBuffer line, byte[] name, long value) {
        line.put(name);
        line.decimal(value);
    }
}
