package dev.evenkeel.balancer.service.proxy;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.RetryConfig;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.loop.Loops;
import dev.evenkeel.balancer.loop.Transport;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.pool.Pool;
import dev.evenkeel.balancer.pool.PoolExplanation;
import dev.evenkeel.balancer.service.Preview;
import dev.evenkeel.balancer.service.Service;
import dev.evenkeel.balancer.upstream.Upstream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Answers requests by handing them to a backend of a pool. Safe from any event loop. */
public final class ProxyService implements Service {
    private final Pool pool;
    private final List<Loop> loops;
    private final List<LoopShare> shares;

    /**
     * @param loops all event loops that exchanges may come on, each at the place of its number
     */
    public ProxyService(Pool pool, List<Loop> loops, Transport transport) {
        this.pool = requireNonNull(pool, "pool");
        this.loops = List.copyOf(loops);
        this.shares = loops.stream()
                .map(loop -> new LoopShare(
                        new Upstream(loop, transport, () -> pool.config().upstream())))
                .toList();
        pool.membership(this::membersChanged);
    }

    private void membersChanged(List<Backend> came, List<Backend> left) {
        onEachLoop(upstream -> {
            left.forEach(upstream::closeIdle);
            came.forEach(upstream::fillAhead);
        });
    }

    private void onEachLoop(Consumer<Upstream> task) {
        shares.forEach(share -> share.upstream().execute(() -> task.accept(share.upstream())));
    }

    @Override
    public String name() {
        return pool.name();
    }

    @Override
    public void serve(Exchange exchange) {
        new ProxyExchange(exchange, pool, shares.get(exchange.loop().number())).begin();
    }

    @Override
    public Preview preview(RequestHead request) {
        return new Preview("Hands the request to a backend of pool " + pool.name() + ".", 0, Map.of());
    }

    /** The pool of which a backend answers. */
    public Pool pool() {
        return pool;
    }

    /**
     * Says which backend a request without a body would get, and takes nothing.
     *
     * @param limit how many of the backends to tell of, the pick besides
     */
    public PoolExplanation explain(RequestHead request, int limit) {
        return pool.explain(mayBeRepeated(pool.config().retry(), request), limit);
    }

    /** Whether a request may be sent twice, if its body can. */
    static boolean mayBeRepeated(RetryConfig retry, RequestHead request) {
        return retry.unsafeMethods() || request.method().idempotent();
    }

    /**
     * Ends what is under way at a backend, soon. A request that has no connection yet goes elsewhere. From any thread.
     *
     * @param count is told by each event loop how many requests it cuts, just before it does
     */
    public void cut(Backend backend, String reason, IntConsumer count) {
        onEachLoop(upstream -> upstream.cut(backend, reason, count));
    }

    /** Closes the unused connections of all event loops, soon. From any thread. */
    public void closeIdle() {
        onEachLoop(Upstream::closeIdle);
    }

    /**
     * Whether a request is under way. None is missed that was routed before the call: each event loop answers in a turn of its
     * own, and routes a request and begins to serve it within one turn. Blocks until all have answered; one that takes too long
     * counts as in use. Not for an event loop.
     */
    public boolean inUse() {
        var inUse = new AtomicBoolean();
        boolean answered = Loops.awaitTurn(loops, loop -> {
            if (shares.get(loop.number()).inUse()) {
                inUse.set(true);
            }
        });
        return !answered || inUse.get();
    }
}
