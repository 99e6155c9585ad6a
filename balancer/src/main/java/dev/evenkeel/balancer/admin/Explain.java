package dev.evenkeel.balancer.admin;

import dev.evenkeel.balancer.config.NearestName;
import dev.evenkeel.balancer.config.RouteConfig;
import dev.evenkeel.balancer.message.Method;
import dev.evenkeel.balancer.message.Peer;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.net.ExchangeSettings;
import dev.evenkeel.balancer.net.Listener;
import dev.evenkeel.balancer.route.RouteTrial;
import dev.evenkeel.balancer.service.Service;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The part of the API that says what would become of a request: the head is read, stripped and routed by the code that does
 * so with those that clients send, and nothing is taken.
 */
final class Explain {
    private static final int SHOWN = 200;
    private static final String ANY_CLIENT = "127.0.0.1";
    private static final int ANY_PORT = 40_000;

    private final AdminView view;

    Explain(AdminView view) {
        this.view = view;
    }

    /** The listener that a request would come to, and why it is taken for that. */
    private record Entrance(Listener listener, String why) {}

    Endpoint endpoint() {
        return new Endpoint("/v1/explain").get(this::explain, "url", "method", "header", "listener", "client", "limit");
    }

    private Reply explain(Call call) throws BadCallException {
        int limit = Parameters.limit(call, SHOWN);
        AskedRequest asked = AskedRequest.of(call);
        Peer client = client(call);
        Entrance entrance = entrance(Parameters.text(call, "listener"), asked);
        ExchangeSettings settings = view.settings(entrance.listener().name());
        if (settings == null) {
            throw new BadCallException(404, "The listener has just been removed.");
        }
        RequestHead head = asked.head(settings.client().limits());
        boolean trusted = settings.forwarding().dropWhatMustNotPass(head, client);
        List<RouteTrial> routes = settings.router().explain(head);
        requireKnownMethod(head, routes);
        Service service = settings.router().route(head);
        ExplainJson json = new ExplainJson(limit);
        json.request(head, client, trusted);
        json.listener(entrance.listener().name(), entrance.why());
        json.routes(routes);
        json.service(service, head);
        return Reply.json(call, 200, json.node());
    }

    private static Peer client(Call call) throws BadCallException {
        String text = Parameters.text(call, "client");
        if ("unix:".equals(text)) {
            return new Peer(new DomainSocketAddress(""));
        }
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(text == null ? ANY_CLIENT : text);
        if (address == null) {
            throw new BadCallException(400, "client: \"" + text + "\" (expected: an IP address, or unix:).");
        }
        return new Peer(new InetSocketAddress(address, ANY_PORT));
    }

    private Entrance entrance(@Nullable String name, AskedRequest asked) throws BadCallException {
        List<Listener> listeners = view.listeners();
        if (name != null) {
            for (Listener listener : listeners) {
                if (listener.name().equals(name)) {
                    return new Entrance(listener, "It was asked for.");
                }
            }
            throw Parameters.unknown(
                    404,
                    "listener",
                    name,
                    listeners.stream().map(Listener::name).toList());
        }
        Listener first = listeners.get(0);
        if (listeners.size() == 1) {
            return new Entrance(first, "It is the only one.");
        }
        for (Listener listener : listeners) {
            if (listensAt(listener, asked.port())) {
                return new Entrance(listener, "It listens at port " + asked.port() + ".");
            }
        }
        String missed = asked.authority() == null ? "the URL names no port" : "none listens at port " + asked.port();
        return new Entrance(first, "It is the first, for " + missed + "; another can be asked for by listener=.");
    }

    private static boolean listensAt(Listener listener, int port) {
        return listener.addresses().stream()
                .anyMatch(address -> address instanceof InetSocketAddress internet && internet.getPort() == port);
    }

    /** Any method would be routed, but one that nobody has heard of is more likely a slip. */
    private static void requireKnownMethod(RequestHead head, List<RouteTrial> routes) throws BadCallException {
        String method = head.methodName();
        Stream<String> named =
                routes.stream().map(RouteTrial::route).map(RouteConfig::methods).flatMap(List::stream);
        if (head.method() != Method.OTHER || named.anyMatch(method::equals)) {
            return;
        }
        var known = new ArrayList<String>();
        for (Method each : Method.values()) {
            if (each != Method.OTHER && each != Method.CONNECT) {
                known.add(each.name());
            }
        }
        throw new BadCallException(
                400,
                "method: \"" + method + "\" is not one that HTTP or a route of the listener knows. "
                        + NearestName.remedy(method.toUpperCase(Locale.ROOT), known)
                        + " Methods are told apart by case. A method that no route names is routed as POST is.");
    }
}
