package dev.evenkeel.bench.nodrop.scenario;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was done when. Times are milliseconds since the epoch. Safe for use by several threads. */
public final class Diary {
    private final List<Event> events = new ArrayList<>();
    private final List<Silence> silences = new ArrayList<>();
    private final List<QuietWindow> quietWindows = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final Map<Disturbance, Integer> counts = new EnumMap<>(Disturbance.class);

    /**
     * A step of a disturbance.
     *
     * @param what a few words
     */
    public record Event(long from, long to, String what) {}

    /** A time in which a backend must get nothing, for it was drained or removed. */
    public record Silence(String pool, int port, long from, long to) {}

    /**
     * A time in which nothing happened.
     *
     * @param weights by the ports of the backends
     */
    public record QuietWindow(String pool, String policy, Map<Integer, Integer> weights, long from, long to) {
        public QuietWindow {
            weights = Map.copyOf(weights);
        }
    }

    synchronized void done(Disturbance disturbance) {
        counts.merge(disturbance, 1, Integer::sum);
    }

    synchronized void add(Event event) {
        events.add(event);
    }

    synchronized void add(Silence silence) {
        silences.add(silence);
    }

    synchronized void add(QuietWindow window) {
        quietWindows.add(window);
    }

    synchronized void error(String error) {
        errors.add(error);
    }

    /** How often each was done. */
    public synchronized Map<Disturbance, Integer> counts() {
        return new EnumMap<>(counts);
    }

    /** All steps. */
    public synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** What must be kept. */
    public synchronized List<Silence> silences() {
        return List.copyOf(silences);
    }

    /** When the policy could be seen alone. */
    public synchronized List<QuietWindow> quietWindows() {
        return List.copyOf(quietWindows);
    }

    /** What the proxy refused or did not do. */
    public synchronized List<String> errors() {
        return List.copyOf(errors);
    }
}
