package dev.evenkeel.bench.load;

import java.util.Map;

/**
 * What the generator is to do.
 *
 * @param port on the loopback address
 * @param connections kept open; each has one request under way at most
 * @param perSecond the rate of the requests; 0 for as fast as the answers come
 * @param warmupMillis load before the part that counts
 * @param millis length of the part that counts
 * @param requestFile holds the bytes of the request
 */
public record LoadOrder(int port, int connections, long perSecond, long warmupMillis, long millis, String requestFile) {
    static final String WORD = "run";

    /** Reads what {@link #toLine} wrote. */
    static LoadOrder parse(String line) {
        Pairs pairs = Pairs.parse(line);
        return new LoadOrder(
                Math.toIntExact(pairs.number("port")),
                Math.toIntExact(pairs.number("connections")),
                pairs.number("per-second"),
                pairs.number("warmup-ms"),
                pairs.number("ms"),
                pairs.text("request"));
    }

    /** The order on one line; the name of the file must have no blanks. */
    public String toLine() {
        return new Pairs(
                        WORD,
                        Map.of(
                                "port", Integer.toString(port),
                                "connections", Integer.toString(connections),
                                "per-second", Long.toString(perSecond),
                                "warmup-ms", Long.toString(warmupMillis),
                                "ms", Long.toString(millis),
                                "request", requestFile))
                .format();
    }
}
