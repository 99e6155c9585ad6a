package dev.evenkeel.balancer.service;

import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.RequestSink;
import dev.evenkeel.balancer.message.FieldName;
import dev.evenkeel.balancer.message.Trailers;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Passes over the body of a request before it is answered, so that the connection can be used for the next one. That is
 * not worth it for a client that asks first whether it should send a body (RFC 9110 §10.1.1), nor for a large one: these
 * are answered at once, and their connection is closed.
 */
public final class RequestEnd implements RequestSink {
    /** Bytes of a body that are worth less than a connection. */
    private static final long LONGEST_PASSED_OVER = 1024 * 1024;

    private final Exchange exchange;
    private final Runnable answer;
    private boolean answered;

    private RequestEnd(Exchange exchange, Runnable answer) {
        this.exchange = exchange;
        this.answer = answer;
    }

    /** Runs what ends the exchange: now, or when the body has been passed over; not at all if it ends before. */
    public static void await(Exchange exchange, Runnable answer) {
        if (exchange.client().requestEnded()) {
            answer.run();
            return;
        }
        RequestEnd end = new RequestEnd(exchange, answer);
        exchange.sink(end);
        if (exchange.client().requestLength() > LONGEST_PASSED_OVER
                || exchange.request().has(FieldName.EXPECT)) {
            end.answerAndClose();
        }
    }

    private void answerAndClose() {
        exchange.client().closeAfterResponse();
        answer();
    }

    private void answer() {
        if (!answered) {
            answered = true;
            answer.run();
        }
    }

    @Override
    public void body(ByteBuf data) {
        data.release();
        if (exchange.contentReceived() > LONGEST_PASSED_OVER && !answered) {
            answerAndClose();
        }
    }

    @Override
    public void end(@Nullable Trailers trailers) {
        answer();
    }

    @Override
    public void paused() {}

    @Override
    public void clientWritable() {}

    @Override
    public void released() {
        answered = true;
    }
}
