package dev.evenkeel.balancer.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.Moment;
import dev.evenkeel.balancer.message.FieldName;
import dev.evenkeel.balancer.message.RequestHead;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * An exchange in the combined log format of Apache's httpd, which nginx and every tool that reads logs know. The bytes
 * are those of the response's body; a status of {@code 000} means that no response was begun.
 */
final class CombinedLine implements LineFormat {
    private static final byte[] NO_USER = literal(" - - [");
    private static final byte[] TIME_END = literal("] \"");
    private static final byte[] VERSION = literal(" HTTP/1.");
    private static final byte[] QUOTE_SPACE = literal("\" ");
    private static final byte[] SPACE_QUOTE = literal(" \"");
    private static final byte[] BETWEEN_QUOTES = literal("\" \"");
    private static final byte[] END = literal("\"\n");

    private final TimeText time;

    CombinedLine(LongSupplier wallMillis) {
        time = new TimeText(DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss +0000", Locale.ENGLISH), wallMillis);
    }

    private static byte[] literal(String text) {
        return text.getBytes(US_ASCII);
    }

    @Override
    public void write(Exchange exchange, LineBuffer line) {
        RequestHead request = exchange.request();
        line.client(exchange.client().peer());
        line.put(NO_USER);
        line.put(time.second(exchange.timeline().at(Moment.FINISHED)));
        line.put(TIME_END);
        requestLine(request, line);
        line.put(QUOTE_SPACE);
        line.threeDigits(exchange.status());
        line.put(' ');
        line.decimal(exchange.contentSent());
        line.put(SPACE_QUOTE);
        field(request, FieldName.REFERER, line);
        line.put(BETWEEN_QUOTES);
        field(request, FieldName.USER_AGENT, line);
        line.put(END);
    }

    private static void requestLine(RequestHead request, LineBuffer line) {
        if (request.targetEnd() == 0) {
            line.put('-');
            return;
        }
        line.value(request.bytes(), request.methodStart(), request.methodEnd(), Escaping.COMBINED);
        line.put(' ');
        line.value(request.impliedPath(), Escaping.COMBINED);
        line.value(request.bytes(), request.targetStart(), request.targetEnd(), Escaping.COMBINED);
        line.put(VERSION);
        line.put((char) ('0' + request.httpMinor()));
    }

    private static void field(RequestHead request, int id, LineBuffer line) {
        int position = request.find(id);
        if (position < 0 || request.valueStart(position) == request.valueEnd(position)) {
            line.put('-');
            return;
        }
        line.value(request.bytes(), request.valueStart(position), request.valueEnd(position), Escaping.COMBINED);
    }
}
