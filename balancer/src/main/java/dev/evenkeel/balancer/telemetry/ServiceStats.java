package dev.evenkeel.balancer.telemetry;

import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.Outcome;
import org.jspecify.annotations.Nullable;

/** What became of the requests that came to one listener and went to one service. */
@SuppressWarnings("EnumOrdinal") // an array by outcome: counting costs two additions
final class ServiceStats {
    /** Classes of status codes: 0 for no response, then the first digit. */
    static final int CLASSES = 6;

    private static final int OUTCOMES = Outcome.values().length;
    private static final int BYTES_RECEIVED = OUTCOMES * CLASSES;
    private static final int BYTES_SENT = BYTES_RECEIVED + 1;

    private final String service;
    private final @Nullable PoolStats pool;
    private final Cells[] loops;

    /**
     * @param service the name, empty for requests that found no route
     * @param pool the pool of that name, if the service is one
     */
    ServiceStats(String service, @Nullable PoolStats pool, int loops) {
        this.service = service;
        this.pool = pool;
        this.loops = new Cells[loops];
        for (int i = 0; i < loops; i++) {
            this.loops[i] = new Cells(BYTES_SENT + 1);
        }
    }

    /** Counts an exchange that is over; only on its loop. */
    void record(Exchange exchange) {
        Cells cells = loops[exchange.loop().number()];
        cells.add(cell(exchange.outcome(), exchange.status() / 100), 1);
        cells.add(BYTES_RECEIVED, exchange.client().bytesReceived());
        cells.add(BYTES_SENT, exchange.client().bytesSent());
        if (pool != null) {
            pool.record(exchange);
        }
    }

    private static int cell(Outcome outcome, int statusClass) {
        return outcome.ordinal() * CLASSES + statusClass;
    }

    String service() {
        return service;
    }

    long requests(Outcome outcome, int statusClass) {
        return sum(cell(outcome, statusClass));
    }

    long bytesReceived() {
        return sum(BYTES_RECEIVED);
    }

    long bytesSent() {
        return sum(BYTES_SENT);
    }

    private long sum(int cell) {
        long sum = 0;
        for (Cells cells : loops) {
            sum += cells.get(cell);
        }
        return sum;
    }
}
