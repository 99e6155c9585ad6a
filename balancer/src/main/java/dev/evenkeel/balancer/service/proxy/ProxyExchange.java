package dev.evenkeel.balancer.service.proxy;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.BufferConfig;
import dev.evenkeel.balancer.config.RetryConfig;
import dev.evenkeel.balancer.exchange.Attempt;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.Moment;
import dev.evenkeel.balancer.exchange.Outcome;
import dev.evenkeel.balancer.exchange.RequestSink;
import dev.evenkeel.balancer.http1.BackendConnection;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.message.BackendFailure;
import dev.evenkeel.balancer.message.BackendListener;
import dev.evenkeel.balancer.message.BackendStream;
import dev.evenkeel.balancer.message.ClientStream;
import dev.evenkeel.balancer.message.ResponseHead;
import dev.evenkeel.balancer.message.Trailers;
import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.pool.Lease;
import dev.evenkeel.balancer.pool.LeaseRequest;
import dev.evenkeel.balancer.pool.Pool;
import dev.evenkeel.balancer.pool.QueueListener;
import dev.evenkeel.balancer.pool.RetryBudget;
import dev.evenkeel.balancer.pool.RetryTurn;
import dev.evenkeel.balancer.pool.Waiter;
import dev.evenkeel.balancer.upstream.ConnectListener;
import dev.evenkeel.balancer.upstream.Upstream;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One exchange on its way through a pool: takes a lease, gets a connection, lets head and bodies through, and tries
 * again elsewhere where that cannot do harm.
 *
 * <p>What may be tried again: everything, as long as no connection was made, and verified if the settings ask for that, since
 * nothing left; after that a request that is idempotent (RFC 9110 §9.2.2) and of which all that came is still held, as long
 * as the head of its response has not come whole. A connection that was kept, or made ahead, and ends without a byte of
 * response was most likely closed by the backend while it was idle: that says nothing about the backend, so the same backend
 * is asked once more on a new connection, and neither attempts nor budget are charged. Neither can forbid another backend
 * either where the first is taken out of use before it gave a connection.
 */
final class ProxyExchange implements RequestSink, BackendListener, LeaseRequest, QueueListener, ConnectListener {
    private final Exchange exchange;
    private final ClientStream client;
    private final Pool pool;
    private final LoopShare share;
    private final Upstream upstream;
    private final RetryConfig retry;
    private final BufferConfig buffers;
    private final @Nullable RequestBody body;

    private List<Backend> tried = List.of();
    private boolean repeatable;
    private @Nullable Waiter waiter;
    private @Nullable RetryTurn turn;
    private @Nullable Lease lease;
    private @Nullable Attempt attempt;
    private @Nullable BackendStream stream;
    private boolean reused;
    /** While the read that brought the head is under way: what it brings of the body can leave with the head. */
    private boolean beginning;

    private boolean responseBegun;
    private boolean budgetTaken;
    private boolean over;

    ProxyExchange(Exchange exchange, Pool pool, LoopShare share) {
        this.exchange = exchange;
        this.client = exchange.client();
        this.pool = pool;
        this.share = share;
        this.upstream = share.upstream();
        this.retry = pool.config().retry();
        this.buffers = pool.config().upstream().buffers();
        this.body = client.requestLength() == 0 ? null : new RequestBody(retry.bodyBuffer());
    }

    void begin() {
        exchange.sink(this);
        share.begun();
        client.sendBuffer(buffers.low(), buffers.high());
        beginning = true;
        acquire();
        beginning = false;
    }

    // A lease

    private void acquire() {
        repeatable = mayBeRepeated();
        Lease immediate = pool.tryAcquire(this);
        if (immediate != null) {
            leased(immediate);
            return;
        }
        exchange.timeline().record(Moment.QUEUED, loop().now());
        waiter = pool.enqueue(this, this);
    }

    @Override
    public Loop loop() {
        return exchange.loop();
    }

    @Override
    public Collection<Backend> tried() {
        return tried;
    }

    @Override
    public boolean retryInHand() {
        return exchange.attempts() + 1 < retry.attempts();
    }

    /** As it was when it asked: while it waits other threads want to know. */
    @Override
    public boolean repeatable() {
        return repeatable;
    }

    @Override
    public void leased(Lease newLease) {
        loop().touch();
        waiter = null;
        lease = newLease;
        Backend backend = newLease.backend();
        attempt = exchange.attempt(backend.id());
        exchange.timeline().record(Moment.LEASED, loop().now());
        BackendConnection idle = upstream.takeIdle(backend, !mayBeRepeated());
        if (idle == null) {
            upstream.connect(backend, this);
        } else {
            reused = true;
            send(idle);
        }
    }

    @Override
    public void full() {
        waiter = null;
        exchange.fail(Outcome.QUEUE_FULL, noRoom("the queue is full"));
    }

    @Override
    public void timedOut() {
        waiter = null;
        if (pool.snapshot().backends().isEmpty()) {
            exchange.fail(Outcome.NO_BACKEND, "The pool " + pool.name() + " has no backend.");
            return;
        }
        exchange.fail(Outcome.QUEUE_TIMEOUT, noRoom("none had room in time"));
    }

    private String noRoom(String what) {
        return "The backends of pool " + pool.name() + " are all busy or down, and " + what + ".";
    }

    // A connection

    @Override
    public void connected(BackendConnection connection) {
        if (over) {
            upstream.giveBack(requireNonNull(lease, "lease").backend(), connection);
            closeLease();
            return;
        }
        reused = false;
        send(connection);
    }

    @Override
    public void connectFailed(BackendFailure failure, String reason) {
        requireNonNull(lease, "lease").connectFailed(reason);
        if (over) {
            closeLease();
            return;
        }
        attemptFailed(reason);
        tryAgainOrFail(outcomeOf(failure), reason);
    }

    @Override
    public void withdrawn() {
        if (over) {
            closeLease();
            return;
        }
        attemptFailed("The backend was taken out of use before there was a connection to it.");
        acquire();
    }

    private void send(BackendConnection connection) {
        exchange.timeline().record(Moment.CONNECTED, loop().now());
        requireNonNull(attempt, "attempt").connected(reused);
        stream = connection;
        connection.sendHead(client.request(), client.requestLength(), this);
        RequestBody held = body;
        if (held == null) {
            endRequest(connection, null);
            return;
        }
        held.sendTo(connection, mayBeRepeated());
        if (held.ended()) {
            endRequest(connection, held.trailers());
            return;
        }
        if (!beginning) {
            connection.flush();
        }
        if (connection.writable()) {
            client.resumeRequest();
        }
    }

    private void endRequest(BackendStream to, @Nullable Trailers trailers) {
        exchange.timeline().record(Moment.REQUEST_SENT, loop().now());
        to.sendEnd(trailers);
    }

    // The request's body

    @Override
    public void body(ByteBuf data) {
        RequestBody held = requireNonNull(body, "body");
        BackendStream to = stream;
        if (to == null) {
            held.hold(data);
            if (held.full()) {
                client.pauseRequest();
            }
            return;
        }
        if (!responseBegun && mayBeRepeated()) {
            held.remember(data);
        }
        to.sendBody(data);
        if (!to.writable()) {
            client.pauseRequest();
        }
    }

    @Override
    public void end(@Nullable Trailers trailers) {
        requireNonNull(body, "body").end(trailers);
        if (stream != null) {
            endRequest(stream, trailers);
        }
    }

    @Override
    public void paused() {
        if (stream != null) {
            stream.flush();
        }
    }

    @Override
    public void backendWritable() {
        client.resumeRequest();
    }

    // The response

    @Override
    public void interimResponse(ResponseHead head) {
        client.sendInterim(head);
    }

    @Override
    public void responseHead(ResponseHead head, long bodyLength) {
        requireNonNull(lease, "lease").responded(head.status());
        if (retry.onStatus().contains(head.status())) {
            String reason = "The backend answered with status " + head.status() + ".";
            if (mayBeRepeated() && mayTryAgain()) {
                giveUp(reason);
                acquire();
                return;
            }
            requireNonNull(attempt, "attempt").failed(reason);
        }
        responseBegun = true;
        if (body != null) {
            body.forget();
        }
        exchange.forwardHead(head, bodyLength);
    }

    private void giveUp(String reason) {
        requireNonNull(stream, "stream").cancel();
        stream = null;
        attemptFailed(reason);
    }

    @Override
    public void responseBody(ByteBuf data) {
        exchange.sendBody(data);
        if (!client.writable() && stream != null) {
            stream.pauseResponse();
        }
    }

    @Override
    public void responsePaused() {
        client.flush();
    }

    @Override
    public void clientWritable() {
        if (stream != null) {
            stream.resumeResponse();
        }
    }

    @Override
    public void responseEnd(@Nullable Trailers trailers) {
        stream = null;
        closeLease();
        exchange.sendEnd(trailers);
    }

    @Override
    public void backendFailed(BackendFailure failure, String reason) {
        stream = null;
        if (responseBegun) {
            requireNonNull(lease, "lease").failed(reason);
            attemptFailed(reason);
            exchange.fail(outcomeOf(failure), reason);
            return;
        }
        if (failure == BackendFailure.CLOSED_UNANSWERED && reused && mayBeRepeated()) {
            requireNonNull(attempt, "attempt").connectionWasStale();
            upstream.connect(requireNonNull(lease, "lease").backend(), this);
            return;
        }
        if (failure == BackendFailure.CLOSED_UNANSWERED && !reused) {
            upstream.closedUnanswered(requireNonNull(lease, "lease").backend());
        }
        requireNonNull(lease, "lease").failed(reason);
        attemptFailed(reason);
        if (isWorthAnotherTry(failure) && mayBeRepeated()) {
            tryAgainOrFail(outcomeOf(failure), reason);
            return;
        }
        exchange.fail(outcomeOf(failure), reason);
    }

    /** The same backend would be as slow again, or answer the same nonsense. */
    private boolean isWorthAnotherTry(BackendFailure failure) {
        return switch (failure) {
            case CLOSED_UNANSWERED, CLOSED, CUT -> true;
            case FIRST_BYTE_TIMEOUT, IDLE_TIMEOUT, BAD_RESPONSE ->
                !tried.containsAll(pool.snapshot().backends());
            case CONNECT_FAILED, CONNECT_TIMEOUT, UNVERIFIED -> false;
        };
    }

    private static Outcome outcomeOf(BackendFailure failure) {
        return switch (failure) {
            case CONNECT_FAILED -> Outcome.CONNECT_FAILED;
            case CONNECT_TIMEOUT -> Outcome.CONNECT_TIMEOUT;
            case UNVERIFIED -> Outcome.BACKEND_UNVERIFIED;
            case CLOSED_UNANSWERED, CLOSED, CUT -> Outcome.BACKEND_CLOSED;
            case BAD_RESPONSE -> Outcome.BACKEND_BAD_RESPONSE;
            case FIRST_BYTE_TIMEOUT -> Outcome.BACKEND_FIRST_BYTE_TIMEOUT;
            case IDLE_TIMEOUT -> Outcome.BACKEND_IDLE_TIMEOUT;
        };
    }

    // Another try

    /** Whether the request may be sent twice, and can be. */
    private boolean mayBeRepeated() {
        return ProxyService.mayBeRepeated(retry, client.request())
                && (body == null || body.complete())
                && client.requestLength() <= retry.bodyBuffer();
    }

    /** Takes leave for another try; the budget is charged once for an exchange, until its end. */
    private boolean mayTryAgain() {
        if (exchange.attempts() >= retry.attempts()) {
            return false;
        }
        if (!budgetTaken) {
            budgetTaken = pool.retryBudget().tryAcquire();
        }
        return budgetTaken;
    }

    /** Tries again, at once or when the budget has room; fails if there may be no further try. */
    private void tryAgainOrFail(Outcome outcome, String reason) {
        if (mayTryAgain()) {
            acquire();
            return;
        }
        RetryBudget budget = pool.retryBudget();
        if (exchange.attempts() >= retry.attempts() || !budget.allowsAny()) {
            exchange.fail(outcome, reason);
            return;
        }
        long end = loop().now() + pool.config().queue().timeout().toNanos();
        turn = RetryTurn.await(budget, loop(), end, new RetryTurn.Listener() {
            @Override
            public void turnCame() {
                turn = null;
                budgetTaken = true;
                acquire();
            }

            @Override
            public void turnMissed() {
                turn = null;
                exchange.fail(outcome, reason);
            }
        });
    }

    private void attemptFailed(String reason) {
        requireNonNull(attempt, "attempt").failed(reason);
        Backend failed = requireNonNull(lease, "lease").backend();
        closeLease();
        if (tried.isEmpty()) {
            tried = new ArrayList<>(retry.attempts());
        }
        tried.add(failed);
    }

    // The end

    @Override
    public void released() {
        over = true;
        share.ended();
        if (waiter != null) {
            waiter.cancel();
            waiter = null;
        }
        if (turn != null) {
            turn.cancel();
            turn = null;
        }
        boolean connecting = lease != null && stream == null && !responseBegun;
        if (stream != null) {
            stream.cancel();
            stream = null;
        }
        if (!connecting) {
            closeLease();
        }
        if (body != null) {
            body.release();
        }
        if (budgetTaken) {
            budgetTaken = false;
            pool.retryBudget().release();
        }
    }

    private void closeLease() {
        if (lease != null) {
            lease.close();
            lease = null;
        }
    }
}
