package dev.evenkeel.balancer.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Lets threads do something at the same moment, looks at the result while they rest, and begins anew. */
final class Rounds {
    interface Work {
        void run(int thread, Random random) throws Exception;
    }

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(1);

    private final int threads;
    private final long start = System.nanoTime();
    private final AtomicInteger arrived = new AtomicInteger();
    private volatile boolean over;

    private Rounds(int threads) {
        this.threads = threads;
    }

    /** Runs all rounds, or as many as fit into a second; fails with what the work or the check throws. */
    static void run(int threads, int rounds, Work work, Runnable check) throws Exception {
        Rounds meeting = new Rounds(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                results.add(executor.submit(() -> {
                    meeting.attend(thread, rounds, work, check);
                    return null;
                }));
            }
            for (Future<?> result : results) {
                result.get(50, TimeUnit.SECONDS);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private void attend(int thread, int rounds, Work work, Runnable check) throws Exception {
        Random random = new Random(thread);
        try {
            for (int round = 0; round < rounds && !over; round++) {
                meet(3 * round + 1);
                work.run(thread, random);
                meet(3 * round + 2);
                if (thread == 0) {
                    check.run();
                    over = System.nanoTime() - start > LONGEST;
                }
                meet(3 * round + 3);
            }
        } finally {
            over = true;
        }
    }

    /** Waits until all have come this often. Spins, so that they leave together. */
    private void meet(int times) {
        arrived.incrementAndGet();
        for (int spins = 0; arrived.get() < times * threads && !over; spins++) {
            if (spins < 1_000) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(1);
            }
        }
    }
}
