package dev.evenkeel.balancer.pool;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.PoolConfig;
import dev.evenkeel.balancer.config.ResolvedId;
import dev.evenkeel.balancer.discovery.BackendSpec;
import dev.evenkeel.balancer.discovery.DiscoverySource;
import dev.evenkeel.balancer.event.EventSink;
import dev.evenkeel.balancer.event.Origin;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.loop.Transport;
import dev.evenkeel.balancer.policy.BalancingPolicy;
import dev.evenkeel.balancer.policy.Policies;
import dev.evenkeel.health.Trial;
import io.netty.channel.EventLoop;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A set of backends that serve the same content, the choice among them, and the queue before them. Safe from any thread,
 * without locks.
 *
 * <p>Who gets a request, in this order:
 *
 * <ol>
 *   <li>a backend whose back-off has ended, on trial, if the request could be tried elsewhere;
 *   <li>an eligible backend that the policy chooses: one that is up and below its limit;
 *   <li>if no regular backend is up, full or not: an eligible backup;
 *   <li>if no backend is up at all: the one whose back-off ends first, on trial, for nothing is lost by asking it.
 * </ol>
 *
 * <p>Backends already tried for the request come last in each of these, or, on trial, only once their back-off has ended.
 * As in HAProxy, and unlike nginx, backups do not take what the regular ones have no room for: that waits in the queue.
 *
 * <p>The pool is the only writer of its snapshot. Changes come as whole sets; they are applied one at a time, and of
 * several that come at once the last counts.
 */
public final class Pool {
    static final long NO_TRIAL = Long.MAX_VALUE;

    private static final long ANY_TIME = Long.MAX_VALUE;

    /** Without it a backend of which all requests are POSTs would never be tried again. */
    private static final long LONG_DUE = TimeUnit.SECONDS.toNanos(5);

    private volatile PoolConfig config;
    private volatile BalancingPolicy policy;
    private final EventSink events;
    private final LongSupplier clock;
    private final PoolHealth health;
    private final WaitQueue queue;
    private final LongAdder active = new LongAdder();
    private final RetryBudget retryBudget;
    private final AtomicInteger changes = new AtomicInteger();
    private volatile Wanted wanted = new Wanted(List.of(), Origin.START);
    private volatile @Nullable DiscoverySource followed;
    private volatile MembershipListener membership = (came, left) -> {};
    private final Map<String, Backend> byId = new ConcurrentHashMap<>();
    private volatile PoolSnapshot snapshot;
    private volatile @Nullable String discoveryProblem;

    /** Which backends there are to be, and who wishes so. */
    private record Wanted(List<BackendSpec> backends, Origin origin) {}

    /** A pool without backends that tells nobody what happens to it; they come with {@link #apply}. */
    public Pool(PoolConfig config) {
        this(config, what -> {});
    }

    /**
     * A pool without backends; they come with {@link #follow}.
     *
     * @param events hears of backends that come and go and of their health
     */
    public Pool(PoolConfig config, EventSink events) {
        this(config, events, Loop::nanos);
    }

    /**
     * A pool without backends.
     *
     * @param clock nanoseconds that never go back, as {@link Loop#nanos()}
     */
    Pool(PoolConfig config, EventSink events, LongSupplier clock) {
        this.config = requireNonNull(config, "config");
        this.events = requireNonNull(events, "events");
        this.clock = clock;
        policy = Policies.policy(config.policy());
        queue = new WaitQueue(this, config.queue());
        retryBudget = new RetryBudget(config.retry().budget(), this::active);
        snapshot = PoolSnapshot.empty(policy);
        health = new PoolHealth(this, config.members().health(), clock);
    }

    public String name() {
        return config.name();
    }

    public PoolConfig config() {
        return config;
    }

    /** The backends as they are now, whole. */
    public PoolSnapshot snapshot() {
        return snapshot;
    }

    /** The backend of this id, or null. */
    public @Nullable Backend find(String id) {
        return byId.get(id);
    }

    /** The backend of this id, or those of the addresses of the entry with a host name that has it. */
    public List<Backend> named(String id) {
        Backend backend = find(id);
        return backend == null
                ? snapshot.backends().stream()
                        .filter(one -> id.equals(ResolvedId.entryOf(one.id())))
                        .toList()
                : List.of(backend);
    }

    /** Bounds the retries of all requests to this pool together. */
    public RetryBudget retryBudget() {
        return retryBudget;
    }

    /** How many requests wait in the queue. */
    public int waiting() {
        return queue.length();
    }

    /** How many leases are out; while they come and go, about. */
    public long active() {
        return active.sum();
    }

    /** Why the backends may be out of date or missing; null if the last look succeeded. */
    public @Nullable String discoveryProblem() {
        return discoveryProblem;
    }

    /**
     * Takes room for a request at a backend. Does not wait, and does not overtake those who do.
     *
     * @return null if there is no room now, or others wait: then {@link #enqueue}
     */
    public @Nullable Lease tryAcquire(LeaseRequest request) {
        if (queue.length() > 0) {
            return null;
        }
        Lease lease = acquire(request);
        queue.serveIfWaiting();
        return lease;
    }

    /**
     * Says what would become of a request that comes now, and takes nothing.
     *
     * @param repeatable as in {@link LeaseRequest#repeatable}
     * @param limit how many of the backends to tell of, the pick besides
     */
    public PoolExplanation explain(boolean repeatable, int limit) {
        return new PoolExplainer(this, repeatable).explain(limit);
    }

    /** Lets a request wait for room. Only on the loop of the request; the listener hears the end on that loop later. */
    public Waiter enqueue(LeaseRequest request, QueueListener listener) {
        requireNonNull(listener, "listener");
        return queue.enqueue(request, listener);
    }

    /** As {@link #tryAcquire}, but also while others wait. */
    @Nullable
    Lease acquire(LeaseRequest request) {
        Selection now = snapshot.selection();
        Lease lease = request.retryInHand() ? tryDueTrial(now, request) : null;
        if (lease != null) {
            return lease;
        }
        Backend backend = now.take(request.tried());
        if (backend != null) {
            return lease(backend, request, null);
        }
        return now.anyAvailable() ? null : tryLastResort(now, request);
    }

    private @Nullable Lease tryDueTrial(Selection now, LeaseRequest request) {
        return tryTrials(now, request, request.tried(), latestTrial(request.repeatable()));
    }

    /** How soon a trial must be due for a request with a retry in hand, in nanoseconds; less than 0 for how long ago. */
    static long latestTrial(boolean repeatable) {
        return repeatable ? 0 : -LONG_DUE;
    }

    private @Nullable Lease tryLastResort(Selection now, LeaseRequest request) {
        Lease lease = tryTrials(now, request, request.tried(), ANY_TIME);
        return lease == null ? tryTrials(now, request, List.of(), 0) : lease;
    }

    /**
     * Goes on to the next backend if another request was faster.
     *
     * @param within how soon a trial must be due, in nanoseconds; less than 0 for how long ago
     */
    private @Nullable Lease tryTrials(Selection now, LeaseRequest request, Collection<Backend> avoided, long within) {
        while (true) {
            Backend backend = now.nextTrial(avoided);
            if (backend == null || nanosToTrial(backend) > within) {
                return null;
            }
            Trial trial = beginTrial(backend);
            now.healthChanged(backend);
            if (trial != null) {
                return lease(backend, request, trial);
            }
        }
    }

    private @Nullable Trial beginTrial(Backend backend) {
        if (!backend.tryTake()) {
            return null;
        }
        Trial trial = backend.health().tryTrial();
        if (trial == null) {
            backend.giveBack();
        }
        return trial;
    }

    private Lease lease(Backend backend, LeaseRequest request, @Nullable Trial trial) {
        active.increment();
        backend.counters().requested(!request.tried().isEmpty());
        return new Lease(this, backend, trial);
    }

    /** How long until a backend may be tried again: 0 or less for now, {@link #NO_TRIAL} if none backs off. */
    long nanosToNextTrial() {
        Backend backend = snapshot.selection().nextTrial(List.of());
        return backend == null ? NO_TRIAL : nanosToTrial(backend);
    }

    long nanosToTrial(Backend backend) {
        return backend.retryAtNanos() - clock.getAsLong();
    }

    void closed(Lease lease) {
        Backend backend = lease.backend();
        backend.giveBack();
        active.decrement();
        if (lease.onTrial()) {
            snapshot.selection().healthChanged(backend);
        } else {
            snapshot.selection().loadChanged(backend);
        }
        queue.serveIfWaiting();
    }

    /** Whether a response of this status counts as a failure of the backend. */
    boolean isFailure(int status) {
        return health.isFailure(status);
    }

    void admissionChanged() {
        snapshot.selection().refresh();
        queue.serveIfWaiting();
    }

    void healthChanged(Backend backend) {
        snapshot.selection().healthChanged(backend);
        queue.serveIfWaiting();
    }

    /**
     * Looks after the health of its backends from now on: checks them as the settings say, logs what changes, and lets those
     * that come back begin slowly. Called once, before {@link #follow}.
     *
     * @param loop one that serves no requests
     */
    public void startHealth(EventLoop loop, Transport transport) {
        health.start(loop, transport);
    }

    /** Checks its backends no more. */
    public void stopHealth() {
        health.stop();
    }

    /** How far the checks of the backends are believed now. */
    public Admission admission() {
        return health.admission();
    }

    /** Tells this listener, in place of the one before, which backends come and leave from now on. */
    public void membership(MembershipListener listener) {
        membership = requireNonNull(listener, "listener");
    }

    /**
     * Takes its backends from a source from now on, and no more from the one that it followed before.
     *
     * @param origin who wishes so; what the source finds later is its own discovery
     */
    public void follow(DiscoverySource source, Origin origin) {
        followed = source;
        Thread starter = Thread.currentThread();
        var starting = new AtomicBoolean(true);
        source.start(new DiscoverySource.Listener() {
            @Override
            @SuppressWarnings("ReferenceEquality") // a source is itself only
            public void discovered(List<BackendSpec> backends) {
                if (followed == source) {
                    discoveryProblem = null;
                    boolean first = Thread.currentThread().equals(starter) && starting.get();
                    apply(backends, first ? origin : Origin.DISCOVERY);
                }
            }

            @Override
            @SuppressWarnings("ReferenceEquality") // a source is itself only
            public void failed(String reason) {
                if (followed == source) {
                    discoveryProblem = reason;
                }
            }
        });
        starting.set(false);
    }

    /**
     * Takes over new settings, all but the backends: those come with {@link #follow}. What is known of the health of a backend
     * of which the same is asked as before stays known. For one thread at a time.
     */
    public void reconfigure(PoolConfig next) {
        boolean samePolicy = config.policy().equals(next.policy());
        boolean sameHealth = config.members().health().equals(next.members().health());
        config = next;
        if (!sameHealth) {
            health.reconfigure(next.members().health());
        }
        queue.reconfigure(next.queue());
        retryBudget.reconfigure(next.retry().budget());
        if (!samePolicy) {
            policy = Policies.policy(next.policy());
            bringUpToDate();
        }
    }

    /**
     * Makes these the backends of the pool, in this order. One whose id and address are in the pool already stays the same
     * object and takes over what else is new; one that is missing gets no further requests and finishes those that it has.
     * If an id comes twice, the first counts.
     */
    public void apply(List<BackendSpec> backends) {
        apply(backends, Origin.START);
    }

    /** As {@link #apply(List)}, as somebody wishes. */
    public void apply(List<BackendSpec> backends, Origin origin) {
        wanted = new Wanted(List.copyOf(backends), requireNonNull(origin, "origin"));
        bringUpToDate();
    }

    /** Tells what happens to its backends. */
    PoolEvents events() {
        return new PoolEvents(name(), events);
    }

    private void bringUpToDate() {
        if (changes.getAndIncrement() != 0) {
            return;
        }
        int answered = 1;
        do {
            change(wanted);
            answered = changes.addAndGet(-answered);
        } while (answered != 0);
    }

    private void change(Wanted target) {
        PoolSnapshot before = snapshot;
        BalancingPolicy chosen = policy;
        Membership next =
                new Membership(before, target.backends(), byId::get, spec -> health.newBackend(spec, target.origin()));
        if (next.changed() || !chosen.equals(before.selection().policy())) {
            publish(before, next, chosen);
        }
        PoolEvents told = events();
        next.left().forEach(backend -> told.removed(backend, target.origin()));
        next.came().forEach(backend -> told.added(backend, target.origin()));
        if (next.changed()) {
            health.membersChanged(next);
        }
        if (!next.opened().isEmpty() || !next.closed().isEmpty()) {
            membership.membersChanged(next.opened(), next.closed());
        }
    }

    /**
     * What changes a backend while a selection is made may tell the old one only: so the new one looks again once it is
     * published, and everybody tells it. A selection that follows the change was known to everybody all the time.
     */
    private void publish(PoolSnapshot before, Membership change, BalancingPolicy chosen) {
        PoolSnapshot next = before.after(change, chosen);
        change.came().forEach(backend -> byId.put(backend.id(), backend));
        snapshot = next;
        change.left().forEach(this::retire);
        if (next.selection().equals(before.selection())) {
            next.selection().follow(change);
        } else {
            next.selection().refresh();
        }
        queue.serveIfWaiting();
    }

    private void retire(Backend backend) {
        backend.retire();
        byId.remove(backend.id(), backend);
    }
}
