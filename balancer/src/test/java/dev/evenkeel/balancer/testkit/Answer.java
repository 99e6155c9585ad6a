package dev.evenkeel.balancer.testkit;

/** What an origin does when it has read a request. */
@FunctionalInterface
public interface Answer {

    /** Gives the answer to {@code request} on the connection that carried it. */
    void give(RecordedRequest request, Conversation to);

    /** This answer, held back until the gate opens. */
    default Answer after(Gate gate) {
        return (request, to) -> {
            gate.await();
            give(request, to);
        };
    }

    /** This answer, then the end of the connection without a word. */
    default Answer thenClose() {
        return (request, to) -> {
            give(request, to);
            to.close();
        };
    }

    /** This answer, then a reset. */
    default Answer thenReset() {
        return (request, to) -> {
            give(request, to);
            to.reset();
        };
    }

    /** This answer, then the end of the stream in this direction only. */
    default Answer thenHalfClose() {
        return (request, to) -> {
            give(request, to);
            to.halfClose();
        };
    }
}
