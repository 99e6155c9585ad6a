package dev.evenkeel.balancer.event;

/** Whoever is told what happens. Safe from any thread. May lock for a moment: not for a loop that serves requests. */
@FunctionalInterface
public interface EventSink {
    void tell(Happening what);
}
