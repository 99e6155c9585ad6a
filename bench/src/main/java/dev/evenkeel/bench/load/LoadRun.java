package dev.evenkeel.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One run: requests go out at the times of a {@link Schedule}, each on the connection that has been free for longest.
 * If none is free when the time comes, the request waits for one, and its latency is still counted from its own time.
 * Belongs to the event loop; per request it allocates nothing, and one timer for each time that it has to wait.
 */
final class LoadRun implements Connection.Listener {
    private static final long LATE_NANOS = 1_000_000;
    private static final long LAST_ANSWERS_MILLIS = 2000;
    private static final long GREATEST_LATENCY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Connector connector;
    private final LoadOrder order;
    private final ByteBuf request;
    private final EventExecutor executor;
    private final Runnable onTime = this::onTime;
    private final CompletableFuture<LoadReport> report = new CompletableFuture<>();

    private final Queue<Connection> free;
    private final Set<Connection> all = new HashSet<>();
    private final Histogram latencies = new Histogram(1000, GREATEST_LATENCY_NANOS, 3);
    private Schedule schedule = new Schedule(0, 0, 0, 0);
    private long sent;
    private int underWay;
    private boolean timerSet;
    private boolean allTaken;
    private boolean over;

    private long bytes;
    private long badStatus;
    private long errors;
    private long lateSends;
    private long waitingSends;

    LoadRun(Connector connector, LoadOrder order, ByteBuf request) {
        this.connector = connector;
        this.order = order;
        this.request = request;
        this.executor = connector.loop().next();
        this.free = new ArrayDeque<>(order.connections());
    }

    /** Opens the connections, and then begins. */
    CompletableFuture<LoadReport> start() {
        executor.execute(() -> {
            for (int i = 0; i < order.connections(); i++) {
                open();
            }
        });
        return report;
    }

    private void open() {
        connector.open(order.port(), request, this, this::opened).addListener(future -> {
            if (!future.isSuccess()) {
                report.completeExceptionally(future.cause());
            }
        });
    }

    private void opened(Connection connection) {
        all.add(connection);
        free.add(connection);
        if (schedule.end() != 0) {
            send();
        } else if (all.size() == order.connections()) {
            schedule = Schedule.from(System.nanoTime(), order);
            send();
        }
    }

    private void onTime() {
        timerSet = false;
        send();
    }

    /** Sends all that is due, as far as there are connections for it. */
    private void send() {
        while (!over) {
            long now = System.nanoTime();
            long intended = schedule.intended(sent, now);
            if (schedule.isOver(intended)) {
                over = true;
                executor.schedule(this::finish, LAST_ANSWERS_MILLIS, TimeUnit.MILLISECONDS);
            } else if (intended - now > 0) {
                allTaken = false;
                waitFor(intended - now);
                return;
            } else {
                Connection connection = free.poll();
                if (connection == null) {
                    allTaken = true;
                    return;
                }
                note(intended, now);
                sent++;
                underWay++;
                connection.send(intended);
            }
        }
        finishIfAnswered();
    }

    private void waitFor(long nanos) {
        if (!timerSet) {
            timerSet = true;
            executor.schedule(onTime, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void note(long intended, long now) {
        if (!schedule.counts(intended)) {
            return;
        }
        if (allTaken) {
            waitingSends++;
        } else if (now - intended > LATE_NANOS) {
            lateSends++;
        }
    }

    @Override
    public void received(Connection connection, int count) {
        if (schedule.counts(connection.intended())) {
            bytes += count;
        }
    }

    @Override
    public void answered(Connection connection, int status) {
        underWay--;
        if (schedule.counts(connection.intended())) {
            latencies.recordValue(Math.min(System.nanoTime() - connection.intended(), GREATEST_LATENCY_NANOS));
            if (status >= 400) {
                badStatus++;
            }
        }
        free.add(connection);
        send();
    }

    @Override
    public void ended(Connection connection) {
        if (report.isDone()) {
            return;
        }
        all.remove(connection);
        free.remove(connection);
        if (connection.isUnderWay()) {
            underWay--;
            errors++;
        }
        if (over) {
            finishIfAnswered();
        } else {
            open();
        }
    }

    private void finishIfAnswered() {
        if (over && underWay == 0) {
            finish();
        }
    }

    private void finish() {
        if (report.isDone()) {
            return;
        }
        report.complete(new LoadReport(
                latencies.getTotalCount(),
                order.millis() * 1000,
                bytes,
                badStatus,
                errors + underWay,
                lateSends,
                waitingSends,
                LoadReport.latencies(latencies)));
        all.forEach(Connection::close);
    }
}
