package dev.evenkeel.balancer.pool;

import dev.evenkeel.balancer.config.Resource;
import dev.evenkeel.balancer.event.EventSink;
import dev.evenkeel.balancer.event.EventType;
import dev.evenkeel.balancer.event.Happening;
import dev.evenkeel.balancer.event.Origin;
import dev.evenkeel.health.Condition;
import dev.evenkeel.health.HealthStatus;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Says what happens to a pool and its backends. Never called by a thread that serves requests. */
record PoolEvents(String pool, EventSink sink) {

    /** A backend came; those of the start are not told one by one, since nothing was there before. */
    void added(Backend backend, Origin origin) {
        if (origin != Origin.START) {
            tell(
                    EventType.BACKEND_ADDED,
                    backend,
                    "Backend " + backend.id() + " came into pool " + pool + by(origin),
                    Map.of("by", origin.label()));
        }
    }

    void removed(Backend backend, Origin origin) {
        tell(
                EventType.BACKEND_REMOVED,
                backend,
                "Backend " + backend.id() + " left pool " + pool + by(origin),
                Map.of("by", origin.label(), "in-flight", backend.inFlight()));
    }

    private static String by(Origin origin) {
        return switch (origin) {
            case START -> ", with the start.";
            case API -> ", by the API.";
            case FILE -> ", by the file.";
            case DISCOVERY -> ", since its host name stands for other addresses now.";
        };
    }

    /** The health of a backend changed; says nothing if that makes no difference to its use. */
    void transition(Backend backend, HealthStatus was, HealthStatus is) {
        boolean ejected = is.isEjectionAfter(was);
        if (!is.isNewsAfter(was) && !ejected) {
            return;
        }
        var details = new LinkedHashMap<String, Object>();
        details.put("from", label(was.condition()));
        details.put("to", label(is.condition()));
        details.put("reason", is.reason());
        tell(
                ejected ? EventType.BACKEND_EJECTED : EventType.HEALTH_CHANGED,
                backend,
                Sentence.of("Backend " + backend.id() + " of pool " + pool + " is "
                        + (ejected ? "ejected" : phrase(is.condition())) + ": " + is.reason()),
                details);
    }

    private static String label(Condition condition) {
        return condition.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String phrase(Condition condition) {
        return switch (condition) {
            case UP -> "up";
            case DOWN -> "down";
            case UNKNOWN -> "not known to be up or down";
            case BACKING_OFF -> "left alone for a while";
            case ON_TRIAL -> "on trial";
        };
    }

    void panicBegun() {
        sink.tell(new Happening(
                EventType.PANIC_BEGUN,
                Resource.pool(pool),
                "Pool " + pool + " panics: too many backends fail their checks, so all are used."));
    }

    void panicEnded() {
        sink.tell(new Happening(
                EventType.PANIC_ENDED,
                Resource.pool(pool),
                "Pool " + pool + " panics no longer: enough backends pass their checks."));
    }

    private void tell(EventType type, Backend backend, String sentence, Map<String, Object> details) {
        sink.tell(new Happening(type, Resource.backend(pool, backend.id()), sentence, details));
    }
}
