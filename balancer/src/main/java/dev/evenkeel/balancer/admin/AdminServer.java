package dev.evenkeel.balancer.admin;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.Address;
import dev.evenkeel.balancer.config.AdminConfig;
import dev.evenkeel.balancer.exchange.ErrorPages;
import dev.evenkeel.balancer.exchange.ExchangeContext;
import dev.evenkeel.balancer.loop.Loops;
import dev.evenkeel.balancer.loop.Transport;
import dev.evenkeel.balancer.net.Bindings;
import dev.evenkeel.balancer.net.Listener;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Serves the admin API, by the same HTTP code that serves clients, on an event loop of its own: however long a page of
 * metrics takes to make, no client waits for it. Opening and closing block.
 */
public final class AdminServer implements AutoCloseable {
    private static final String NAME = "admin";
    private static final int CLOSING_POLLS = 100;
    private static final int CLOSING_POLL_MILLIS = 5;

    /** What is older than two turns is no longer shown as recent latency. */
    private static final long TURN_SECONDS = 30;

    private final Loops loops;
    private final Bindings bindings;
    private final Api api;
    private final Listener listener;

    private AdminServer(Loops loops, Api api, Listener listener) {
        this.loops = loops;
        bindings = new Bindings(loops);
        this.api = api;
        this.listener = listener;
    }

    /**
     * Begins to serve.
     *
     * @throws IOException if the address cannot be bound; nothing is left running then
     */
    public static AdminServer open(AdminConfig config, AdminView view) throws IOException {
        requireNonNull(config, "config");
        var context = new ExchangeContext(NAME, false, ErrorPages.problems(), exchange -> {});
        Loops loops = new Loops("evenkeel-admin", 1, Transport.forControl());
        Api api = new Api(requireNonNull(view, "view"), loops.all().get(0));
        TokenRule token = new TokenRule(config.token());
        Listener listener = new Listener(
                NAME,
                AdminHandler.MAX_CONNECTIONS,
                loops,
                (owner, loop) -> new AdminHandler(owner, loop, api, context, token));
        AdminServer server = new AdminServer(loops, api, listener);
        try {
            server.listenAt(config.bind());
        } catch (IOException e) {
            server.close();
            throw e;
        }
        loops.all()
                .get(0)
                .eventLoop()
                .scheduleAtFixedRate(view.telemetry().metrics()::turn, TURN_SECONDS, TURN_SECONDS, TimeUnit.SECONDS);
        return server;
    }

    private void listenAt(Address address) throws IOException {
        Bindings.Change change = bindings.prepare(Map.of(NAME, List.of(address)));
        listener.listenAt(change);
        change.commit();
    }

    /** Where it listens, with the port that the kernel chose. */
    public SocketAddress address() {
        return listener.addresses().get(0);
    }

    /** Those cut are gone in a moment; a loop that ends before would complain of each. */
    private void awaitNoConnections() {
        try {
            for (int i = 0; i < CLOSING_POLLS && listener.openConnections() > 0; i++) {
                TimeUnit.MILLISECONDS.sleep(CLOSING_POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops at once: to be called when everything else has stopped, so that its state can be asked until then. */
    @Override
    public void close() {
        api.endStreams();
        listener.close();
        bindings.close();
        listener.cut();
        awaitNoConnections();
        loops.close();
        api.close();
    }
}
