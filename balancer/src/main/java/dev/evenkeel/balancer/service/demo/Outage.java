package dev.evenkeel.balancer.service.demo;

import java.time.Duration;

/** Takes the listeners of a demo application down for a while. */
@FunctionalInterface
public interface Outage {
    /**
     * Lets new connections be refused from now on and closes those that are open; undone when the time is over. Returns at
     * once, and may be called on any thread; during an outage it does nothing.
     */
    void begin(Duration duration);
}
