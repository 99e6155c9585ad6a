package dev.evenkeel.balancer.config;

import java.time.Duration;
import java.util.Map;

/** Something that answers requests without a pool. */
public sealed interface ServiceConfig {

    /** The name by which routes call it. */
    String name();

    /**
     * Sends the client elsewhere.
     *
     * @param target where to
     * @param status 301, 302, 303, 307 or 308
     */
    record Redirect(String name, RedirectTarget target, int status) implements ServiceConfig {}

    /**
     * The same answer for everybody.
     *
     * @param status 200 to 599
     * @param body may be empty; encoded as UTF-8; empty if the status allows none (204, 205, 304)
     * @param contentType the {@code Content-Type}, sent if there is a body
     * @param headers further fields: valid names and values, none that frames the message or is hop by hop
     */
    record Fixed(String name, int status, String body, String contentType, Map<String, String> headers)
            implements ServiceConfig {}

    /**
     * A small application to play with: it tells who answers and what was seen, and can be made to fail.
     *
     * @param title what it calls itself in its answers
     * @param delay how long it waits before an answer; may be zero
     * @param outage how long its listener refuses connections after it was told to go down; above zero
     */
    record Demo(String name, String title, Duration delay, Duration outage) implements ServiceConfig {}
}
