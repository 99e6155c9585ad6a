package dev.evenkeel.balancer.pool;

import dev.evenkeel.balancer.config.FailureRatioConfig;
import dev.evenkeel.health.FailureWindow;
import io.netty.channel.EventLoop;
import java.util.Collection;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ejects the backends of a pool that fail too large a share of their requests. Looks at counters that are kept anyway, a
 * few times in a window, so that requests have nothing to do with it. Only on the loop of the pool's health.
 */
final class FailureRatios {
    private final EventLoop loop;
    private final Collection<Backend> members;
    private @Nullable FailureRatioConfig config;
    private @Nullable Future<?> timer;

    /**
     * @param members the backends, as they are at any time
     */
    FailureRatios(EventLoop loop, Collection<Backend> members) {
        this.loop = loop;
        this.members = members;
    }

    void reconfigure(FailureRatioConfig next) {
        if (config != null && next.equals(config)) {
            return;
        }
        config = next;
        stop();
        if (next.share() <= 1) {
            long step = Math.max(1, next.window().toNanos() / FailureWindow.STEPS);
            timer = loop.scheduleAtFixedRate(() -> look(next), step, step, TimeUnit.NANOSECONDS);
        }
    }

    void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void look(FailureRatioConfig ratio) {
        for (Backend backend : members) {
            FailureWindow window = backend.healthDetails().window;
            window.look(backend.counters().requests(), backend.counters().failedUses());
            long uses = window.uses();
            long failures = window.failures();
            if (uses >= ratio.minimumRequests() && failures > 0 && failures >= ratio.share() * uses) {
                backend.health().eject(failures + " of the last " + uses + " requests failed");
            }
        }
    }
}
