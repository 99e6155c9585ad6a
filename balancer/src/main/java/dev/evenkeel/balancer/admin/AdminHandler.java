package dev.evenkeel.balancer.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.evenkeel.balancer.config.ClientConfig;
import dev.evenkeel.balancer.config.ClientKeepAliveConfig;
import dev.evenkeel.balancer.config.ClientTimeoutsConfig;
import dev.evenkeel.balancer.config.HeadLimits;
import dev.evenkeel.balancer.config.LimitsConfig;
import dev.evenkeel.balancer.control.ChangeRefusedException;
import dev.evenkeel.balancer.control.StoppingException;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.ExchangeContext;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.message.ClientStream;
import dev.evenkeel.balancer.message.ClientTransport;
import dev.evenkeel.balancer.message.RequestHandler;
import dev.evenkeel.balancer.net.Listener;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the requests of the admin listener. */
final class AdminHandler implements RequestHandler {
    /** Most open connections: a handful of scrapers, dashboards and scripts. */
    static final int MAX_CONNECTIONS = 256;

    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);
    private static final int KIB = 1024;

    private static final ClientConfig CONFIG = new ClientConfig(
            new ClientKeepAliveConfig(true, Duration.ofSeconds(75), Integer.MAX_VALUE),
            new LimitsConfig(new HeadLimits(8 * KIB, 8 * KIB, 32 * KIB, 100), 64 * KIB, 64 * KIB, MAX_CONNECTIONS),
            new ClientTimeoutsConfig(
                    Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ZERO));

    private final Listener listener;
    private final Loop loop;
    private final Api api;
    private final ExchangeContext context;
    private final TokenRule token;

    AdminHandler(Listener listener, Loop loop, Api api, ExchangeContext context, TokenRule token) {
        this.listener = listener;
        this.loop = loop;
        this.api = api;
        this.context = context;
        this.token = token;
    }

    @Override
    public ClientConfig config() {
        return CONFIG;
    }

    @Override
    public boolean closing() {
        return listener.closing();
    }

    @Override
    public void connected(ClientTransport transport) {
        listener.opened(transport, loop);
    }

    @Override
    public void disconnected(ClientTransport transport) {
        listener.closed(transport, loop);
    }

    @Override
    public void request(ClientStream stream) {
        Exchange exchange = new Exchange(stream, context);
        Reply refusal = refusal(exchange);
        if (refusal != null) {
            refusal.send(exchange);
        } else if (stream.requestLength() == 0) {
            answer(exchange, "");
        } else {
            exchange.sink(new BodyCollector(body -> answer(exchange, body)));
        }
    }

    private void answer(Exchange exchange, byte[] body) {
        String text;
        try {
            text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            Reply.problem(400, "The body is not UTF-8.").send(exchange);
            return;
        }
        answer(exchange, text);
    }

    private @Nullable Reply refusal(Exchange exchange) {
        String authority = exchange.request().authority();
        boolean guarded = token.strict() || exchange.client().peer().unix();
        if (!guarded && !HostRule.allows(authority)) {
            return Reply.problem(
                    421, "The admin API answers to IP addresses and localhost only, not to " + authority + ".");
        }
        String path = exchange.request().path();
        boolean open = path.equals("/healthz") || path.equals("/readyz");
        if (!open && !token.allows(exchange.request().firstValue("Authorization"))) {
            return Reply.problem(401, "The admin API asks for its token.").with("WWW-Authenticate", "Bearer");
        }
        return null;
    }

    private void answer(Exchange exchange, String body) {
        Call call;
        try {
            call = Call.of(exchange.request(), body);
        } catch (IllegalArgumentException e) {
            Reply.problem(400, "The path is not properly percent-encoded: " + e.getMessage())
                    .send(exchange);
            return;
        }
        answer(exchange, call);
    }

    private void answer(Exchange exchange, Call call) {
        CompletionStage<? extends Answer> reply;
        try {
            reply = api.answer(call);
        } catch (BadCallException e) {
            reply = CompletableFuture.completedStage(Reply.problem(call, e.status(), String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            reply = CompletableFuture.failedStage(e);
        }
        reply.whenComplete((ready, failure) -> {
            Answer sent = ready == null ? ofFailure(call, failure) : ready;
            loop.execute(() -> {
                if (!exchange.over()) {
                    sent.send(exchange);
                }
            });
        });
    }

    private static Reply ofFailure(Call call, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof StaleException stale) {
            return Reply.stale(call, stale.now());
        }
        if (cause instanceof ChangeRefusedException refused) {
            return Reply.problem(call, statusOf(refused.reason()), String.valueOf(refused.getMessage()));
        }
        if (cause instanceof StoppingException) {
            return Reply.problem(call, 503, String.valueOf(cause.getMessage()));
        }
        LOG.error("The admin API failed at /{}", String.join("/", call.segments()), cause);
        return Reply.problem(call, 500, "The admin API itself failed; the daemon's log says how.");
    }

    private static int statusOf(ChangeRefusedException.Cause cause) {
        return switch (cause) {
            case MISSING -> 404;
            case CONFLICT -> 409;
            case INVALID -> 422;
            case STALE -> 412;
            case FAILED -> 500;
        };
    }

    @Override
    public void rejected(ClientStream stream, int status, String reason) {
        Reply.problem(status, reason).send(new Exchange(stream, context));
    }
}
