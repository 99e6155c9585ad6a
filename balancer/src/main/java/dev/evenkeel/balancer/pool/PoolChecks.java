package dev.evenkeel.balancer.pool;

import dev.evenkeel.balancer.config.ChecksConfig;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.health.check.CheckSchedule;
import dev.evenkeel.health.check.HealthCheck;
import dev.evenkeel.health.check.HealthMonitor;
import dev.evenkeel.health.check.Watch;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The active checks of a pool's backends, as its settings ask for them. Only on the loop of its health. */
final class PoolChecks {
    private final CheckConnector connector;
    private final HealthMonitor monitor;
    private @Nullable ChecksConfig config;
    private @Nullable HealthCheck check;

    PoolChecks(EventLoop loop, CheckConnector connector) {
        this.connector = connector;
        monitor = new HealthMonitor(
                loop, Loop::nanos, () -> ThreadLocalRandom.current().nextDouble(), 1);
    }

    /**
     * Takes over other settings. A backend of which something else is asked keeps its verdict until the new checks turn it;
     * one of which nothing is asked any more is taken for good.
     */
    void reconfigure(@Nullable ChecksConfig next, Collection<Backend> members) {
        ChecksConfig was = config;
        config = next;
        if (next == null) {
            check = null;
            stop(members);
            members.forEach(member -> member.health().unchecked());
            return;
        }
        monitor.maxConcurrent(next.timing().maxConcurrent());
        if (was == null || !was.kind().equals(next.kind()) || !Objects.equals(was.port(), next.port())) {
            check = connector.check(next.kind());
            stop(members);
            members.forEach(this::add);
        } else if (!was.timing().equals(next.timing())) {
            members.forEach(member -> reschedule(member, next));
        }
    }

    private static void reschedule(Backend backend, ChecksConfig config) {
        Watch watch = backend.healthDetails().watch();
        if (watch != null) {
            watch.schedule(schedule(config));
        }
    }

    /** Checks a backend or not, as its state asks for now. */
    void follow(Backend backend) {
        Watch watch = backend.healthDetails().watch();
        if (backend.state() == BackendState.MAINTENANCE) {
            remove(backend);
        } else if (watch == null) {
            add(backend);
        } else if (config != null && !watch.target().equals(target(backend, config.port()))) {
            restart(backend);
        }
    }

    /** Begins with the checks of a backend anew, so that the first of them comes soon. */
    void restart(Backend backend) {
        remove(backend);
        add(backend);
    }

    /** Begins to check a backend, if checks are asked for and nobody works on it. */
    void add(Backend backend) {
        ChecksConfig now = config;
        HealthCheck asking = check;
        if (now != null && asking != null && backend.state() != BackendState.MAINTENANCE) {
            SocketAddress target = target(backend, now.port());
            backend.healthDetails().watch(monitor.watch(target, asking, schedule(now), backend.health()));
        }
    }

    private static SocketAddress target(Backend backend, @Nullable Integer port) {
        SocketAddress own = backend.checkAddress();
        if (own != null) {
            return own;
        }
        SocketAddress traffic = backend.address();
        return port != null && traffic instanceof InetSocketAddress internet
                ? new InetSocketAddress(internet.getAddress(), port)
                : traffic;
    }

    private static CheckSchedule schedule(ChecksConfig config) {
        ChecksConfig.CheckTimingConfig timing = config.timing();
        return new CheckSchedule(timing.interval(), timing.fastInterval(), timing.timeout());
    }

    void remove(Backend backend) {
        Watch watch = backend.healthDetails().watch();
        if (watch != null) {
            watch.stop();
            backend.healthDetails().watch(null);
        }
    }

    void stop(Collection<Backend> members) {
        members.forEach(this::remove);
    }
}
