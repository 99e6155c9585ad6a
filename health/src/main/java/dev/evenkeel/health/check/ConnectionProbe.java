package dev.evenkeel.health.check;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One check over a connection: exactly one result, whatever happens. If it began on a kept connection that the target had
 * given up meanwhile, as any server may do with one that is unused, it begins again on a new one.
 */
final class ConnectionProbe implements Probe, Conversation {
    private final ConnectionChecker checker;
    private final Supplier<Dialogue> dialogues;
    private final Consumer<CheckResult> done;
    private final long startNanos = System.nanoTime();
    private Dialogue dialogue;
    private @Nullable CheckConnection connection;
    private @Nullable Future<?> timer;
    private boolean connected;

    /** Whether the end of the connection may say no more than that it had been unused for long. */
    private boolean perhapsGivenUp;

    private boolean over;

    ConnectionProbe(ConnectionChecker checker, Supplier<Dialogue> dialogues, Consumer<CheckResult> done) {
        this.checker = checker;
        this.dialogues = dialogues;
        this.done = done;
        dialogue = dialogues.get();
    }

    void start(@Nullable CheckConnection kept, Duration timeout) {
        timer = checker.connector()
                .eventLoop()
                .schedule(() -> timedOut(timeout), timeout.toNanos(), TimeUnit.NANOSECONDS);
        if (kept == null) {
            connect();
        } else {
            connection = kept;
            perhapsGivenUp = true;
            kept.serve(this);
            connected();
        }
    }

    private void connect() {
        CheckConnection made;
        try {
            made = checker.newConnection(this);
        } catch (ChannelException e) {
            connection = null;
            fail("could not make a connection: " + ConnectionFailure.reason(e));
            return;
        }
        connection = made;
        made.open(checker.connector(), checker.target());
    }

    void connected() {
        connected = true;
        dialogue.connected(this);
    }

    void failedToConnect(Throwable cause) {
        fail("could not connect: " + ConnectionFailure.reason(cause));
    }

    private void timedOut(Duration timeout) {
        fail((connected ? "no answer within " : "no connection within ") + timeout.toMillis() + " ms");
    }

    void received(ByteBuf data) {
        perhapsGivenUp = false;
        dialogue.received(data, this);
    }

    void ended() {
        if (begunAnew()) {
            return;
        }
        if (connected) {
            dialogue.ended(this);
        }
        fail("the connection was closed");
    }

    void broken(Throwable cause) {
        if (!begunAnew()) {
            fail("the connection failed: " + ConnectionFailure.reason(cause));
        }
    }

    private boolean begunAnew() {
        CheckConnection given = connection;
        if (over || !perhapsGivenUp || given == null) {
            return false;
        }
        perhapsGivenUp = false;
        connected = false;
        given.close();
        dialogue = dialogues.get();
        connect();
        return true;
    }

    @Override
    public boolean last() {
        return connection == null || checker.isLast(connection.checks());
    }

    @Override
    public void send(byte[] bytes) {
        if (!over && connection != null) {
            connection.send(bytes);
        }
    }

    @Override
    public void pass(String reason) {
        end(true, reason, null);
    }

    @Override
    public void pass(String reason, Rest rest) {
        end(true, reason, rest);
    }

    @Override
    public void fail(String reason) {
        end(false, reason, null);
    }

    private void end(boolean passed, String reason, @Nullable Rest rest) {
        if (over) {
            return;
        }
        CheckConnection used = connection;
        if (rest != null && used != null && !last()) {
            used.release(rest);
            checker.keep(used);
            connection = null;
        }
        cancel();
        done.accept(new CheckResult(passed, reason, Duration.ofNanos(System.nanoTime() - startNanos)));
    }

    @Override
    public void cancel() {
        over = true;
        if (timer != null) {
            timer.cancel(false);
        }
        if (connection != null) {
            connection.close();
        }
    }
}
