package dev.evenkeel.balancer.service.redirect;

import dev.evenkeel.balancer.config.RedirectTarget;
import dev.evenkeel.balancer.config.RedirectTarget.Literal;
import dev.evenkeel.balancer.config.RedirectTarget.Piece;
import dev.evenkeel.balancer.config.RedirectTarget.Variable;
import dev.evenkeel.balancer.config.ServiceConfig;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.Outcome;
import dev.evenkeel.balancer.exchange.Reason;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.message.ResponseHead;
import dev.evenkeel.balancer.service.Preview;
import dev.evenkeel.balancer.service.Service;
import java.util.Map;

/**
 * Answers every request with a redirection to a URL that is made of parts of the request. Safe from any event loop.
 *
 * <p>A path that begins the URL has one slash at its beginning however many were sent: a browser would take what follows
 * two of them for a host, and so anybody could make links that seem to lead here and lead elsewhere.
 */
public final class RedirectService implements Service {
    private static final byte[] NO_BODY = {};
    private static final String NO_HOST = "The request names no host, which is needed to redirect it.";

    private final ServiceConfig.Redirect config;
    private final boolean needsHost;

    public RedirectService(ServiceConfig.Redirect config) {
        this.config = config;
        this.needsHost = config.target().pieces().contains(Variable.HOST);
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public void serve(Exchange exchange) {
        RequestHead request = exchange.request();
        if (lacksHost(request)) {
            exchange.fail(Outcome.BAD_REQUEST, NO_HOST);
            return;
        }
        ResponseHead head = new ResponseHead().begin(config.status(), Reason.of(config.status()));
        head.add("Location", location(config.target(), request));
        exchange.respond(head, NO_BODY);
    }

    private boolean lacksHost(RequestHead request) {
        return needsHost && request.host() == null;
    }

    @Override
    public Preview preview(RequestHead request) {
        if (lacksHost(request)) {
            return new Preview(NO_HOST, Outcome.BAD_REQUEST.status(), Map.of());
        }
        String location = location(config.target(), request);
        return new Preview("Sends the client to " + location + ".", config.status(), Map.of("Location", location));
    }

    static String location(RedirectTarget target, RequestHead request) {
        StringBuilder location = new StringBuilder(128);
        for (Piece piece : target.pieces()) {
            if (piece instanceof Literal literal) {
                location.append(literal.text());
            } else {
                append(location, (Variable) piece, request);
            }
        }
        return location.toString();
    }

    private static void append(StringBuilder location, Variable variable, RequestHead request) {
        switch (variable) {
            case HOST -> location.append(request.host());
            case PATH -> {
                String path = path(request);
                if (location.length() == 0) {
                    location.append('/').append(path, endOfSlashes(path), path.length());
                } else {
                    location.append(path);
                }
            }
            case QUERY -> location.append(request.text(request.pathEnd(), request.targetEnd()));
        }
    }

    /** The path of a URL; the asterisk of OPTIONS is none. */
    private static String path(RequestHead request) {
        String path = request.path();
        return path.equals("*") ? "/" : path;
    }

    /** Browsers take a backslash for a slash. */
    private static int endOfSlashes(String path) {
        int i = 0;
        while (i < path.length() && (path.charAt(i) == '/' || path.charAt(i) == '\\')) {
            i++;
        }
        return i;
    }
}
