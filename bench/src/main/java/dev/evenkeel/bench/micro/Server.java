package dev.evenkeel.bench.micro;

import dev.evenkeel.balancer.policy.Candidate;
import java.util.concurrent.atomic.AtomicInteger;

/** A candidate without a limit, up or down for good. */
final class Server implements Candidate {
    private final AtomicInteger inFlight = new AtomicInteger();
    private final boolean up;

    Server(boolean up) {
        this.up = up;
    }

    void take() {
        inFlight.incrementAndGet();
    }

    void giveBack() {
        inFlight.decrementAndGet();
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public int inFlight() {
        return inFlight.get();
    }

    @Override
    public boolean eligible() {
        return up;
    }
}
