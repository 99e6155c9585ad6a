package dev.evenkeel.balancer.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A candidate that is set by hand, with a strict limit. */
final class Stub implements Candidate {
    private final int number;
    private final int weight;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile int limit = Integer.MAX_VALUE;
    private volatile boolean up = true;
    private volatile int warmth = FULL_WEIGHT;

    Stub(int number, int weight) {
        this.number = number;
        this.weight = weight;
    }

    static List<Stub> ofWeights(int... weights) {
        List<Stub> stubs = new ArrayList<>();
        for (int weight : weights) {
            stubs.add(new Stub(stubs.size(), weight));
        }
        return stubs;
    }

    static List<Stub> equal(int count) {
        int[] weights = new int[count];
        Arrays.fill(weights, 1);
        return ofWeights(weights);
    }

    int number() {
        return number;
    }

    Stub limit(int most) {
        limit = most;
        return this;
    }

    Stub up(boolean isUp) {
        up = isUp;
        return this;
    }

    /** What slow start leaves of the weight, in tenths. */
    Stub warmth(int tenths) {
        warmth = tenths;
        return this;
    }

    boolean tryTake() {
        while (true) {
            int taken = inFlight.get();
            if (taken >= limit) {
                return false;
            }
            if (inFlight.compareAndSet(taken, taken + 1)) {
                return true;
            }
        }
    }

    void giveBack() {
        inFlight.decrementAndGet();
    }

    void inFlight(int count) {
        inFlight.set(count);
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public int scaledWeight() {
        return weight * warmth;
    }

    @Override
    public int inFlight() {
        return inFlight.get();
    }

    @Override
    public boolean eligible() {
        return up && weight > 0 && inFlight.get() < limit;
    }

    @Override
    public String toString() {
        return String.valueOf((char) ('A' + number));
    }
}
