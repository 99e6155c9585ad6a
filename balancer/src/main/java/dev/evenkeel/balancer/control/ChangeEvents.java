package dev.evenkeel.balancer.control;

import dev.evenkeel.balancer.config.Resource;
import dev.evenkeel.balancer.event.EventSink;
import dev.evenkeel.balancer.event.EventType;
import dev.evenkeel.balancer.event.Happening;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what is changed by people and programs, to those who follow the events and in the log in the same words. */
record ChangeEvents(EventSink sink) {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeEvents.class);

    void added(Resource backend, Map<String, String> values) {
        live(backend, "added", "A backend was added live, " + backend + settings(values), values);
    }

    void set(Resource resource, Map<String, @Nullable String> values) {
        live(resource, "changed", "Live change of " + resource + settings(values), values);
    }

    void removed(Resource backend) {
        live(backend, "removed", "A backend was removed live, " + backend + ".", Map.of());
    }

    void dropped(Resource resource) {
        live(resource, "dropped", "What was changed live of " + resource + " is as in the file again.", Map.of());
    }

    /** Of one that is not in the file. */
    void droppedAddition(Resource backend) {
        live(
                backend,
                "dropped",
                "What was changed live of " + backend + " is dropped: it is removed, for it is not in the file.",
                Map.of());
    }

    private void live(Resource resource, String action, String sentence, Map<String, @Nullable String> values) {
        List<String> keys = List.copyOf(values.keySet());
        tell(new Happening(
                EventType.LIVE_CHANGE, resource, sentence, Map.of("by", "api", "action", action, "keys", keys)));
    }

    private static String settings(Map<String, @Nullable String> values) {
        return values.entrySet().stream()
                .map(value ->
                        value.getKey() + (value.getValue() == null ? " as in the file" : " = " + value.getValue()))
                .collect(Collectors.joining(", ", ": ", "."));
    }

    /**
     * The files hold now.
     *
     * @param changed what differs from before
     * @param notes what one may want to know besides
     */
    void reloaded(ReloadTrigger trigger, List<String> changed, List<String> notes) {
        String what = changed.isEmpty() ? "nothing differs" : String.join(" ", changed);
        String besides = notes.isEmpty() ? "" : " " + String.join(" ", notes);
        sink.tell(new Happening(
                EventType.RELOADED,
                null,
                "Reloaded: " + what + (changed.isEmpty() ? "." : "") + besides,
                Map.of("by", trigger.label(), "changed", changed, "notes", notes)));
    }

    void reloadRefused(ReloadTrigger trigger, String problem) {
        sink.tell(new Happening(
                EventType.RELOAD_REFUSED,
                null,
                "Not reloaded, nothing has changed: " + problem,
                Map.of("by", trigger.label(), "problems", problem.lines().toList())));
    }

    void drainBegun(Drain drain) {
        tell(new Happening(
                EventType.DRAIN_BEGUN,
                Resource.backend(drain.pool(), drain.backend()),
                "Backend " + drain.backend() + " of pool " + drain.pool() + " is drained; " + drain.inFlight()
                        + " requests are under way there.",
                Map.of("drain", drain.id(), "in-flight", drain.inFlight())));
    }

    void drainEnded(Drain drain) {
        String how = drain.state().name().toLowerCase(Locale.ROOT);
        tell(new Happening(
                EventType.DRAIN_ENDED,
                Resource.backend(drain.pool(), drain.backend()),
                "The drain of backend " + drain.backend() + " of pool " + drain.pool() + " is over, " + how + " after "
                        + drain.took().toMillis() + " ms; " + drain.cut() + " requests were cut.",
                Map.of(
                        "drain",
                        drain.id(),
                        "state",
                        how,
                        "cut",
                        drain.cut(),
                        "took-ms",
                        drain.took().toMillis())));
    }

    private void tell(Happening what) {
        LOG.info(what.sentence());
        sink.tell(what);
    }
}
