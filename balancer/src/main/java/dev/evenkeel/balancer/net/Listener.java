package dev.evenkeel.balancer.net;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.http1.ClientConnection;
import dev.evenkeel.balancer.http1.RequestHeads;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.loop.Loops;
import dev.evenkeel.balancer.message.ClientTransport;
import dev.evenkeel.balancer.message.RequestHandler;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the connections that come at the addresses of one listener of the configuration, and knows which are open.
 */
public final class Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private final String name;
    private final Loops loops;
    private final ConnectionLimit limit;
    private final List<ConnectionSet> connections;
    private final List<RequestHeads> heads;
    private final List<RequestHandler> handlers;
    private final AtomicBoolean down = new AtomicBoolean();
    private volatile List<Binding> bindings = List.of();
    private volatile boolean closing;

    /**
     * A listener that listens nowhere yet.
     *
     * @param maxConnections open connections beyond which none is accepted; {@link Integer#MAX_VALUE} for unlimited
     * @param handlers makes what the requests of one event loop go to; called once for each loop
     */
    public Listener(String name, int maxConnections, Loops loops, BiFunction<Listener, Loop, RequestHandler> handlers) {
        this.name = requireNonNull(name, "name");
        this.loops = requireNonNull(loops, "loops");
        this.limit = new ConnectionLimit(maxConnections);
        this.connections = loops.all().stream().map(loop -> new ConnectionSet()).toList();
        this.heads = loops.all().stream().map(loop -> new RequestHeads()).toList();
        this.handlers =
                loops.all().stream().map(loop -> handlers.apply(this, loop)).toList();
    }

    public String name() {
        return name;
    }

    /** Where it listens, with the ports that the kernel chose. */
    public List<SocketAddress> addresses() {
        return bindings.stream().map(Binding::address).toList();
    }

    /** How many connections are open. */
    public int openConnections() {
        return limit.open();
    }

    /** Whether it takes no new work: answers end their connections. */
    public boolean closing() {
        return closing;
    }

    /**
     * Takes the connections that come at its addresses from now on; nobody was let in before at those that are new. Those
     * that came by way of addresses that it has no more stay.
     */
    public void listenAt(Bindings.Change change) {
        List<Binding> next = change.of(name);
        bindings = List.copyOf(next);
        next.forEach(binding -> binding.handTo(this));
    }

    /** Takes over another bound on open connections. */
    public void maxConnections(int most) {
        limit.set(most);
        acceptWithinLimit();
    }

    /** Whether it may take another connection now. */
    boolean hasRoom() {
        return !limit.reached();
    }

    ClientConnection newConnection(Loop loop) {
        return new ClientConnection(loop, handlers.get(loop.number()), heads.get(loop.number()));
    }

    /** A connection was opened; on its loop. One that came at the last moment may still send its request. */
    public void opened(ClientTransport connection, Loop loop) {
        connections.get(loop.number()).add(connection);
        if (limit.opened()) {
            acceptWithinLimit();
        }
        if (closing) {
            loop.eventLoop().schedule(connection::drain, Binding.SECONDS_OF_SILENCE, TimeUnit.SECONDS);
        }
    }

    /** A connection was closed; on its loop. */
    public void closed(ClientTransport connection, Loop loop) {
        connections.get(loop.number()).remove(connection);
        if (limit.closed()) {
            accepting(true);
        }
    }

    private void acceptWithinLimit() {
        boolean room = hasRoom();
        accepting(room);
        if (!room && hasRoom()) {
            accepting(true);
        }
    }

    private void accepting(boolean wanted) {
        bindings.forEach(binding -> binding.accepting(wanted));
    }

    /**
     * Behaves for a while as a server that was killed does: closes its connections and refuses new ones. Returns at once.
     * Does nothing while such a time lasts.
     */
    public void takeDown(Duration time) {
        if (closing || !down.compareAndSet(false, true)) {
            return;
        }
        Thread outage = new Thread(() -> beDown(time), "outage-" + name);
        outage.setDaemon(true);
        outage.start();
    }

    private void beDown(Duration time) {
        List<Binding> suspended = bindings;
        try {
            suspended.forEach(Binding::suspend);
            cut();
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
            for (Binding binding : suspended) {
                binding.resume();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.error("Listener {} stays down: {}", name, e.getMessage());
        } finally {
            down.set(false);
        }
    }

    /**
     * Takes no new work: closes idle connections, and lets those in use end with the response under way. Where it listened is
     * to be closed next; whoever is let in by that may still send a request.
     */
    public void close() {
        closing = true;
        bindings = List.of();
        loops.all().forEach(loop -> loop.execute(connections.get(loop.number())::drain));
    }

    /** Closes all connections now. */
    public void cut() {
        loops.all().forEach(loop -> loop.execute(connections.get(loop.number())::cut));
    }
}
