package dev.evenkeel.health.check;

/** A check that is under way. */
@FunctionalInterface
public interface Probe {
    /** Ends it without a result. Only on its event loop; does nothing once there is a result. */
    void cancel();
}
