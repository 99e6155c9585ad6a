package dev.evenkeel.balancer.pool;

import dev.evenkeel.balancer.loop.Loop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A request that may wait, and remembers how its wait ended. */
final class TestRequest implements LeaseRequest, QueueListener {
    private final Loop loop;
    private final List<Backend> tried = new ArrayList<>();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private boolean retryInHand = true;
    private boolean repeatable = true;
    private volatile @Nullable Lease lease;
    private volatile @Nullable Waiter waiter;

    TestRequest(Loop loop) {
        this.loop = loop;
    }

    TestRequest tried(Backend backend) {
        tried.add(backend);
        return this;
    }

    TestRequest withoutRetry() {
        retryInHand = false;
        return this;
    }

    TestRequest unrepeatable() {
        repeatable = false;
        return this;
    }

    /** Waits in the queue, and returns once it does. */
    TestRequest enqueue(Pool pool) {
        loop.eventLoop()
                .submit(() -> {
                    waiter = pool.enqueue(this, this);
                })
                .syncUninterruptibly();
        return this;
    }

    /** Goes away, and returns once it has. */
    void cancel() {
        Runnable goAway = () -> {
            Waiter waiting = waiter;
            if (waiting != null) {
                waiting.cancel();
            }
        };
        if (loop.eventLoop().inEventLoop()) {
            goAway.run();
        } else {
            loop.eventLoop().submit(goAway).syncUninterruptibly();
        }
    }

    /** What the listener heard, as soon as it has. */
    String heard() {
        try {
            String one = heard.poll(10, TimeUnit.SECONDS);
            return one == null ? "nothing" : one;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether it has heard nothing, once its loop has done all that it was given. */
    boolean heardNothing() {
        loop.eventLoop().submit(() -> {}).syncUninterruptibly();
        return heard.isEmpty();
    }

    Lease lease() {
        Lease given = lease;
        if (given == null) {
            throw new AssertionError("no lease");
        }
        return given;
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public Collection<Backend> tried() {
        return tried;
    }

    @Override
    public boolean repeatable() {
        return repeatable;
    }

    @Override
    public boolean retryInHand() {
        return retryInHand;
    }

    @Override
    public void leased(Lease given) {
        lease = given;
        hear("leased " + given.backend());
    }

    @Override
    public void full() {
        hear("full");
    }

    @Override
    public void timedOut() {
        hear("timed out");
    }

    private void hear(String what) {
        heard.add(loop.eventLoop().inEventLoop() ? what : what + " on a strange thread");
    }
}
