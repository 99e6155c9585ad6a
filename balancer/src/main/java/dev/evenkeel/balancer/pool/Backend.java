package dev.evenkeel.balancer.pool;

import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.discovery.BackendSpec;
import dev.evenkeel.balancer.policy.Candidate;
import dev.evenkeel.health.HealthState;
import dev.evenkeel.health.Trust;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One server of a pool. The same object as long as the same server is in the pool, whatever else changes there: its
 * health, its counters and its requests under way survive. Safe from any thread.
 */
public final class Backend implements Candidate {
    private final BackendHealth health;
    private final BackendCounters counters = new BackendCounters();
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile BackendSpec spec;
    private final AtomicBoolean keepsNone = new AtomicBoolean();
    private volatile boolean retired;

    Backend(BackendSpec spec, BackendHealth health) {
        this.spec = spec;
        this.health = health;
    }

    /** Unique in the pool: the address unless the configuration names it. */
    public String id() {
        return spec.id();
    }

    /** Where it listens, resolved. Never changes. */
    public SocketAddress address() {
        return spec.address();
    }

    /** Where checks ask, whatever their settings say; null if it does not say. */
    public @Nullable SocketAddress checkAddress() {
        return spec.endpoints().checks();
    }

    /** Its share of the requests, 0 (none) to 1000. */
    @Override
    public int weight() {
        return spec.weight();
    }

    /** Most requests at once; {@link Integer#MAX_VALUE} for unlimited. */
    public int maxConnections() {
        return spec.maxConnections();
    }

    /** Whether it is used only while no other is available. */
    public boolean backup() {
        return spec.backup();
    }

    public BackendState state() {
        if (retired) {
            return inFlight.get() == 0 ? BackendState.GONE : BackendState.DRAINING;
        }
        return switch (spec.state()) {
            case READY -> BackendState.READY;
            case DRAINING -> BackendState.DRAINING;
            case MAINTENANCE -> BackendState.MAINTENANCE;
        };
    }

    private boolean ready() {
        return !retired && spec.state() == BackendConfig.State.READY;
    }

    /** Requests under way: leases given out and not yet closed. */
    @Override
    public int inFlight() {
        return inFlight.get();
    }

    /** {@link #weight} in tenths, or what slow start leaves of it. */
    @Override
    public int scaledWeight() {
        return spec.weight() * health.warmth();
    }

    /** What is known of it, judged. */
    public HealthState health() {
        return health.state();
    }

    /** Its checks, and what else its health depends on. */
    public BackendHealth healthDetails() {
        return health;
    }

    public BackendCounters counters() {
        return counters;
    }

    @Override
    public boolean eligible() {
        return obstacle() == Obstacle.NONE;
    }

    /** Why it cannot take one more request now, without a trial, or that it can. */
    public Obstacle obstacle() {
        if (!ready()) {
            return Obstacle.NOT_READY;
        }
        if (spec.weight() == 0) {
            return Obstacle.NO_WEIGHT;
        }
        if (!health.usable()) {
            return Obstacle.HEALTH;
        }
        return hasRoom() ? Obstacle.NONE : Obstacle.FULL;
    }

    /** Whether it takes requests at all: it may be full. */
    public boolean available() {
        Obstacle obstacle = obstacle();
        return obstacle == Obstacle.NONE || obstacle == Obstacle.FULL;
    }

    /** Whether a request may find out if it works again. */
    boolean triable() {
        return wanted() && hasRoom() && health.triable();
    }

    /** Whether it may be used without a trial, as far as its uses tell. */
    boolean trusted() {
        return health.state().status().standing().trust() == Trust.FULL;
    }

    /** When its back-off ends, by the clock of its pool; of no meaning for one that is not backing off. */
    long retryAtNanos() {
        return health.state().status().retryAtNanos();
    }

    private boolean wanted() {
        return ready() && spec.weight() > 0;
    }

    private boolean hasRoom() {
        return inFlight.get() < spec.maxConnections();
    }

    BackendSpec spec() {
        return spec;
    }

    /** Notes that it closes its connections after one response; true the first time. */
    public boolean foundToKeepNone() {
        return !keepsNone.getAndSet(true);
    }

    /** Only for the pool: takes over new settings of the same server. */
    void become(BackendSpec changed) {
        if (spec.state() == BackendConfig.State.MAINTENANCE && changed.state() != BackendConfig.State.MAINTENANCE) {
            health.beginAnew();
        }
        spec = changed;
        if (changed.state() != BackendConfig.State.READY) {
            health.state().withdraw();
        }
    }

    /** Takes room for one more request, if there is some: never more than the limit, whoever else tries. */
    boolean tryTake() {
        int limit = spec.maxConnections();
        int taken = inFlight.get();
        while (true) {
            if (taken >= limit) {
                return false;
            }
            int witness = inFlight.compareAndExchange(taken, taken + 1);
            if (witness == taken) {
                break;
            }
            taken = witness;
        }
        if (ready()) {
            return true;
        }
        giveBack();
        return false;
    }

    void giveBack() {
        inFlight.decrementAndGet();
    }

    /** Whether it has left its pool. */
    boolean retired() {
        return retired;
    }

    /** Only for the pool: no new requests from here on; gone when the last one under way ends. */
    void retire() {
        retired = true;
    }

    @Override
    public String toString() {
        return spec.id();
    }
}
