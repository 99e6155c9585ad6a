package dev.evenkeel.bench.load;

import io.netty.buffer.ByteBuf;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Connections that had one request each and then stay open and silent. Belongs to the event loop. */
final class HeldConnections implements Connection.Listener {
    /** So that no queue of connections to be accepted overflows. */
    private static final int OPENING_AT_ONCE = 64;

    private final Connector connector;
    private final int port;
    private final int count;
    private final ByteBuf request;
    private final CompletableFuture<Integer> allAnswered = new CompletableFuture<>();
    private final Set<Connection> open = new HashSet<>();
    private int begun;
    private int answered;

    HeldConnections(Connector connector, int port, int count, ByteBuf request) {
        this.connector = connector;
        this.port = port;
        this.count = count;
        this.request = request;
    }

    /** Opens them; completes with their number when each has had its answer. */
    CompletableFuture<Integer> start() {
        connector.loop().execute(() -> {
            for (int i = 0; i < OPENING_AT_ONCE; i++) {
                openNext();
            }
        });
        return allAnswered;
    }

    /** Closes them all. */
    void release() {
        connector.loop().execute(() -> Set.copyOf(open).forEach(Connection::close));
    }

    private void openNext() {
        if (begun == count) {
            return;
        }
        begun++;
        connector.open(port, request, this, this::opened).addListener(future -> {
            if (!future.isSuccess()) {
                allAnswered.completeExceptionally(future.cause());
            }
        });
    }

    private void opened(Connection connection) {
        open.add(connection);
        connection.send(System.nanoTime());
    }

    @Override
    public void received(Connection connection, int bytes) {
        // only whole answers matter
    }

    @Override
    public void answered(Connection connection, int status) {
        if (status != 200) {
            allAnswered.completeExceptionally(new IllegalStateException("an answer with status " + status));
        }
        answered++;
        if (answered == count) {
            allAnswered.complete(count);
        }
        openNext();
    }

    @Override
    public void ended(Connection connection) {
        open.remove(connection);
        allAnswered.completeExceptionally(new IllegalStateException("the proxy closed a connection"));
    }
}
