package dev.evenkeel.balancer.loop;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timers of one event loop: a wheel of slots of some 17 ms, each a list of deadlines.
 *
 * <p>A proxy sets a timeout with every request and nearly never sees one end. So a deadline is never moved to a later
 * slot: when its slot comes, it is asked what is due and when to look again. Only one that moves earlier is relinked.
 * Deadlines beyond the wheel's span of some 17 s wait in its farthest slot and are put back from there. The loop is woken
 * only for slots that hold something, so an idle daemon sleeps.
 */
final class DeadlineWheel {
    private static final Logger LOG = LoggerFactory.getLogger(DeadlineWheel.class);

    static final int UNLINKED = -1;

    private static final int TICK_SHIFT = 24;
    private static final int SLOTS = 1024;
    private static final int MASK = SLOTS - 1;

    /** Behind the slots: the list of those that are about to be looked at. */
    private static final int GATHERED = SLOTS;

    private final EventLoop eventLoop;
    private final LongSupplier clock;
    private final @Nullable Deadline[] slots = new Deadline[SLOTS + 1];
    private final BitSet occupied = new BitSet(SLOTS + 1);
    private long currentTick;
    private long wakeTick = Long.MAX_VALUE;
    private @Nullable ScheduledFuture<?> wake;

    DeadlineWheel(EventLoop eventLoop, LongSupplier clock) {
        this.eventLoop = eventLoop;
        this.clock = clock;
    }

    void arm(Deadline deadline, long at) {
        if (at >= deadline.due) {
            return;
        }
        deadline.due = at;
        if (deadline.slot != UNLINKED) {
            if (deadline.slotTime <= at) {
                return;
            }
            unlink(deadline);
        }
        link(deadline, at);
    }

    void disarm(Deadline deadline) {
        deadline.due = Deadline.NEVER;
        if (deadline.slot != UNLINKED) {
            unlink(deadline);
        }
    }

    private void link(Deadline deadline, long at) {
        if (occupied.isEmpty()) {
            currentTick = tickOf(clock.getAsLong());
        }
        long tick = Math.max(tickOf(at) + 1, currentTick + 1);
        tick = Math.min(tick, currentTick + SLOTS - 1);
        int slot = (int) (tick & MASK);
        push(deadline, slot);
        deadline.slotTime = tick << TICK_SHIFT;
        occupied.set(slot);
        wakeBy(tick);
    }

    private void push(Deadline deadline, int slot) {
        Deadline first = slots[slot];
        deadline.next = first;
        if (first != null) {
            first.previous = deadline;
        }
        slots[slot] = deadline;
        deadline.slot = slot;
    }

    private void unlink(Deadline deadline) {
        Deadline previous = deadline.previous;
        Deadline next = deadline.next;
        if (previous != null) {
            previous.next = next;
        } else {
            slots[deadline.slot] = next;
            if (next == null) {
                occupied.clear(deadline.slot);
            }
        }
        if (next != null) {
            next.previous = previous;
        }
        deadline.previous = null;
        deadline.next = null;
        deadline.slot = UNLINKED;
    }

    private long tickOf(long nanos) {
        return nanos >> TICK_SHIFT;
    }

    private void wakeBy(long tick) {
        if (tick >= wakeTick) {
            return;
        }
        if (wake != null) {
            wake.cancel(false);
        }
        wakeTick = tick;
        long delay = (tick << TICK_SHIFT) - clock.getAsLong();
        wake = eventLoop.schedule(this::turn, Math.max(0, delay), TimeUnit.NANOSECONDS);
    }

    private void turn() {
        wakeTick = Long.MAX_VALUE;
        wake = null;
        long now = clock.getAsLong();
        gatherUntil(tickOf(now));
        while (slots[GATHERED] != null) {
            Deadline deadline = slots[GATHERED];
            unlink(deadline);
            checkOne(deadline, deadline.due, now);
        }
        int gap = gapToOccupied((int) ((currentTick + 1) & MASK));
        if (gap >= 0) {
            wakeBy(currentTick + 1 + gap);
        }
    }

    /**
     * Empties all slots up to now into a list of its own and only then lets time pass, so that what is armed while that
     * list is worked off goes into later slots, however long ago the last turn was.
     */
    private void gatherUntil(long nowTick) {
        long lastTick = Math.min(nowTick, currentTick + SLOTS - 1);
        long tick = currentTick + 1;
        while (tick <= lastTick) {
            int gap = gapToOccupied((int) (tick & MASK));
            if (gap < 0 || tick + gap > lastTick) {
                break;
            }
            tick += gap;
            gather((int) (tick & MASK));
            tick++;
        }
        currentTick = Math.max(currentTick, nowTick);
    }

    private void gather(int slot) {
        Deadline deadline;
        while ((deadline = slots[slot]) != null) {
            unlink(deadline);
            push(deadline, GATHERED);
        }
    }

    private int gapToOccupied(int slot) {
        int found = occupied.nextSetBit(slot);
        if (found >= 0) {
            return found - slot;
        }
        found = occupied.nextSetBit(0);
        return found < 0 ? -1 : found + SLOTS - slot;
    }

    private void checkOne(Deadline deadline, long due, long now) {
        if (due > now) {
            link(deadline, due);
            return;
        }
        deadline.due = Deadline.NEVER;
        try {
            arm(deadline, deadline.check(now));
        } catch (RuntimeException e) {
            LOG.error("A timeout could not be handled", e);
        }
    }
}
