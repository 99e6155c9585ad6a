package dev.evenkeel.balancer.event;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last events, numbered without gaps. The first number of a run is the time of its beginning in microseconds, so that
 * who saw an event of an earlier run can tell, and be told, what became lost in between. Safe from any thread.
 */
public final class EventLog implements EventSink {
    /** Some minutes of much trouble, in some megabytes at most in practice. */
    public static final int KEPT = 4096;

    private final Clock clock;
    private final int most;
    private final Deque<Event> kept = new ArrayDeque<>();
    private final long firstId;
    private long nextId;
    private volatile @Nullable Runnable follower;

    public EventLog() {
        this(Clock.systemUTC(), KEPT);
    }

    EventLog(Clock clock, int most) {
        this.clock = requireNonNull(clock, "clock");
        this.most = most;
        firstId = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        nextId = firstId;
    }

    /** Names who hears that there is more, on the thread that tells, and goes on at once; it takes the place of another. */
    public void follow(Runnable newFollower) {
        follower = requireNonNull(newFollower, "newFollower");
    }

    @Override
    public void tell(Happening what) {
        add(what);
        Runnable hearing = follower;
        if (hearing != null) {
            hearing.run();
        }
    }

    private synchronized void add(Happening what) {
        kept.addLast(new Event(nextId, clock.instant(), what));
        nextId++;
        if (kept.size() > most) {
            kept.removeFirst();
        }
    }

    /** The number of the last event, or one less than that of the first that will be. */
    public synchronized long lastId() {
        return nextId - 1;
    }

    /** The number of the oldest event that is kept, or that of the next if none is. */
    public synchronized long oldestId() {
        return nextId - kept.size();
    }

    /**
     * Whether events after this one are not here any more, or may have been told by an earlier run of the daemon.
     *
     * @param id the last that somebody knows; 0 for somebody who knows none and asks only for what this run told
     */
    public synchronized boolean lostAfter(long id) {
        long known = id == 0 ? firstId - 1 : id;
        return known + 1 < oldestId() || known >= nextId;
    }

    /** The events after this one, the oldest first. */
    public synchronized List<Event> after(long id, int atMost) {
        long skipped = Math.max(0, id + 1 - oldestId());
        return kept.stream().skip(skipped).limit(atMost).toList();
    }
}
