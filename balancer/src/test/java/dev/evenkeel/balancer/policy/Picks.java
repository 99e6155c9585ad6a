package dev.evenkeel.balancer.policy;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** Picks as a pool does, one request after the other. */
final class Picks {
    private Picks() {}

    /** The candidates that a number of requests get, each over before the next begins. */
    static String inTurn(Picker<Stub> picker, int requests) {
        StringBuilder picked = new StringBuilder();
        for (int i = 0; i < requests; i++) {
            Stub stub = take(picker);
            picked.append(stub);
            giveBack(picker, stub);
        }
        return picked.toString();
    }

    /** How many of a number of requests each candidate gets, each over before the next begins. */
    static int[] countsInTurn(Picker<Stub> picker, List<Stub> stubs, int requests) {
        int[] counts = new int[stubs.size()];
        for (int i = 0; i < requests; i++) {
            Stub stub = take(picker);
            counts[stub.number()]++;
            giveBack(picker, stub);
        }
        return counts;
    }

    /** The candidate that a request gets, which stays under way. */
    static Stub take(Picker<Stub> picker) {
        Stub stub = requireNonNull(picker.pick(List.of()), "picked");
        if (!stub.tryTake()) {
            throw new AssertionError("picked " + stub + ", which has no room");
        }
        picker.changed(stub);
        return stub;
    }

    static void giveBack(Picker<Stub> picker, Stub stub) {
        stub.giveBack();
        picker.changed(stub);
    }
}
