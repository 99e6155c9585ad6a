package dev.evenkeel.balancer.loop;

import org.jspecify.annotations.Nullable;

/**
 * Something that has to be looked at when a time has come. One object serves its owner for life, however many timeouts it
 * keeps: armed for a later time than before, it stays where it is, and {@link #check} finds out what is really due.
 */
public abstract class Deadline {
    /** What {@link #check} returns when there is nothing to wait for. */
    public static final long NEVER = Long.MAX_VALUE;

    @Nullable
    Deadline previous;

    @Nullable
    Deadline next;

    int slot = DeadlineWheel.UNLINKED;
    long slotTime;
    long due = NEVER;

    /**
     * Does what is overdue and returns when to look again, in {@link Loop#nanos()}, or {@link #NEVER}. May arm
     * this deadline too; the earlier time counts.
     */
    protected abstract long check(long now);
}
