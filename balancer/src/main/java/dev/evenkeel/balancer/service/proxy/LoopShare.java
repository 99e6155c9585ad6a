package dev.evenkeel.balancer.service.proxy;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.upstream.Upstream;

/** What one event loop has of a pool: its connections, and its requests that are under way. For that loop's thread only. */
final class LoopShare {
    private final Upstream upstream;
    private int underWay;

    LoopShare(Upstream upstream) {
        this.upstream = requireNonNull(upstream, "upstream");
    }

    /** The connections. Its {@link Upstream#execute} is for any thread. */
    Upstream upstream() {
        return upstream;
    }

    /** A request came. */
    void begun() {
        underWay++;
    }

    /** A request is over. */
    void ended() {
        underWay--;
    }

    /** Whether a request is under way, be it between two tries. */
    boolean inUse() {
        return underWay > 0;
    }
}
