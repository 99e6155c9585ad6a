package dev.evenkeel.balancer.peer;

import dev.evenkeel.balancer.testkit.CutShort;
import dev.evenkeel.balancer.testkit.RawClient;
import dev.evenkeel.balancer.testkit.Response;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Clients that work off numbered errands side by side. Each keeps its connection for as long as the server
 * lets it, and rests now and then, so that connections go idle on both sides of the balancer.
 */
final class Crowd {
    /** One request and what is expected of its response. */
    interface Errand {
        /**
         * Sends the request and checks the response; any error counts as a failure of this errand.
         *
         * @return the response
         */
        Response run(RawClient client, int number);
    }

    /** How long a client rests after a request: somewhere between the two, but only after one in {@code oneIn}. */
    record Rest(int oneIn, Duration shortest, Duration longest) {
        static final Rest NONE = new Rest(0, Duration.ZERO, Duration.ZERO);

        void take() throws InterruptedException {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            if (oneIn > 0 && random.nextInt(oneIn) == 0) {
                Thread.sleep(random.nextLong(shortest.toMillis(), longest.toMillis() + 1));
            }
        }
    }

    /** An errand that failed. */
    record Failure(int number, Throwable cause) {
        /** Whether the response had begun, so that no other server could be asked. */
        boolean isCutShort() {
            return cause instanceof CutShort;
        }
    }

    private final Supplier<RawClient> connect;
    private final int total;
    private final Errand errand;
    private final Rest rest;
    private final List<Thread> threads;
    private final CountDownLatch running;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();

    private Crowd(Supplier<RawClient> connect, int clients, int total, Errand errand, Rest rest) {
        this.connect = connect;
        this.total = total;
        this.errand = errand;
        this.rest = rest;
        running = new CountDownLatch(clients);
        threads = IntStream.rangeClosed(1, clients)
                .mapToObj(number -> new Thread(this::work, "client-" + number))
                .toList();
    }

    /** Sends {@code clients} off to work through {@code total} errands, each on connections of {@code connect}. */
    static Crowd start(Supplier<RawClient> connect, int clients, int total, Errand errand, Rest rest) {
        Crowd crowd = new Crowd(connect, clients, total, errand, rest);
        crowd.threads.forEach(Thread::start);
        return crowd;
    }

    /** Waits until this many errands are done, well or badly. */
    Crowd awaitDone(int count) throws InterruptedException {
        while (done.get() < count && running.getCount() > 0) {
            Thread.sleep(1);
        }
        return this;
    }

    /** Waits until every errand is done and returns those that failed. */
    List<Failure> awaitFailures() throws InterruptedException {
        running.await();
        if (done.get() < total) {
            throw new IllegalStateException("errands done: " + done + " (expected: " + total + ")");
        }
        return List.copyOf(failures);
    }

    private void work() {
        try {
            workThrough();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.countDown();
        }
    }

    private void workThrough() throws InterruptedException {
        RawClient client = connected();
        for (int number = next.getAndIncrement(); number < total; number = next.getAndIncrement()) {
            if (!succeeds(client, number)) {
                client.close();
                client = connected();
            }
            done.incrementAndGet();
            rest.take();
        }
        client.close();
    }

    /** Whether the connection can carry the next errand too. */
    private boolean succeeds(RawClient client, int number) {
        try {
            return !errand.run(client, number).fields().listHas("Connection", "close");
        } catch (AssertionError | RuntimeException e) {
            failures.add(new Failure(number, e));
            return false;
        }
    }

    private synchronized RawClient connected() {
        return connect.get();
    }
}
