package dev.evenkeel.balancer.loop;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one event loop: a wheel of slots of some 17 ms, each a list of deadlines.
 *
 * <p>A proxy sets a timeout with every request and nearly never sees one end. So a deadline is never moved to a later
 * slot: when its slot comes, it is asked what is due and when to look again. Only one that moves earlier is relinked. Deadlines beyond the wheel's span of some 17 s wait in its farthest slot and are put back from there. The loop
 * is woken only for slots that hold something, so an idle daemon sleeps.
 */
final class DeadlineWheel {
    static final int UNLINKED = -1;

    private static final int TICK_SHIFT = 24;
    private static final int SLOTS = 1024;
    private static final int MASK = SLOTS - 1;

    private final EventLoop eventLoop;
    private final @Nullable Deadline[] slots = new Deadline[SLOTS];
    private final BitSet occupied = new BitSet(SLOTS);
    private long currentTick;
    private long wakeTick = Long.MAX_VALUE;
    private @Nullable ScheduledFuture<?> wake;

    DeadlineWheel(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
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
        long nowTick = tickOf(Loop.nanos());
        if (occupied.isEmpty()) {
            currentTick = nowTick;
        }
        long tick = Math.max(tickOf(at) + 1, currentTick + 1);
        tick = Math.min(tick, currentTick + SLOTS - 1);
        int slot = (int) (tick & MASK);
        Deadline first = slots[slot];
        deadline.next = first;
        if (first != null) {
            first.previous = deadline;
        }
        slots[slot] = deadline;
        deadline.slot = slot;
        deadline.slotTime = (tick << TICK_SHIFT);
        occupied.set(slot);
        wakeBy(tick);
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
        long delay = (tick << TICK_SHIFT) - Loop.nanos();
        wake = eventLoop.schedule(this::turn, Math.max(0, delay), TimeUnit.NANOSECONDS);
    }

    private void turn() {
        wakeTick = Long.MAX_VALUE;
        wake = null;
        long now = Loop.nanos();
        long nowTick = tickOf(now);
        long lastTick = Math.min(nowTick, currentTick + SLOTS - 1);
        long tick = currentTick + 1;
        while (tick <= lastTick) {
            int gap = gapToOccupied((int) (tick & MASK));
            if (gap < 0 || tick + gap > lastTick) {
                break;
            }
            tick += gap;
            currentTick = tick;
            checkSlot((int) (tick & MASK), now);
            tick++;
        }
        currentTick = nowTick;
        int gap = gapToOccupied((int) ((currentTick + 1) & MASK));
        if (gap >= 0) {
            wakeBy(currentTick + 1 + gap);
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

    /** Empties a slot: what is armed anew meanwhile goes into later slots, since the current tick is this one. */
    private void checkSlot(int slot, long now) {
        Deadline deadline = slots[slot];
        while (deadline != null) {
            unlink(deadline);
            long due = deadline.due;
            if (due != Deadline.NEVER) {
                checkOne(deadline, due, now);
            }
            deadline = slots[slot];
        }
    }

    private void checkOne(Deadline deadline, long due, long now) {
        if (due > now) {
            link(deadline, due);
            return;
        }
        deadline.due = Deadline.NEVER;
        arm(deadline, deadline.check(now));
    }
}
