package dev.evenkeel.balancer.testkit;

/** A response was expected whole and ended before it was complete. */
public final class CutShort extends AssertionError {

    private static final long serialVersionUID = 1L;

    CutShort(Response response) {
        super("cut short: " + response);
    }
}
