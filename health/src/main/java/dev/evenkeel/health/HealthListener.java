package dev.evenkeel.health;

/** Hears of the changes of one target's health. */
@FunctionalInterface
public interface HealthListener {
    /**
     * The verdict, the trust or both have changed. Called once for each such change, by the thread that made it, perhaps an
     * event loop: must not block.
     */
    void changed(HealthStatus was, HealthStatus is);
}
