package dev.evenkeel.bench.nodrop.proxy;

import dev.evenkeel.bench.nodrop.origin.Greeting;
import java.time.Duration;
import java.util.List;

/**
 * A pool of the configuration under test, with origins in place of its backends.
 *
 * @param name its name
 * @param policy its policy
 * @param members in the order of the file
 * @param sparePort of one more origin, which is added live
 * @param greeting what its health checks want to hear
 * @param timeouts how long a backend may take
 * @param queueLength how many requests may wait
 */
public record PoolSpec(
        String name,
        String policy,
        List<Member> members,
        int sparePort,
        Greeting greeting,
        Timeouts timeouts,
        int queueLength) {
    public PoolSpec {
        members = List.copyOf(members);
    }

    /**
     * How long a backend of the pool may take; zero for no limit.
     *
     * @param connect for a connection
     * @param firstByte for the first byte of the response
     * @param idle between two pieces
     * @param queue for a request that waits for room
     */
    public record Timeouts(Duration connect, Duration firstByte, Duration idle, Duration queue) {
        /** The shortest time after which a proxy gives a backend up that does nothing. */
        public Duration shortest() {
            if (firstByte.isZero()) {
                return idle;
            }
            return idle.isZero() || firstByte.compareTo(idle) < 0 ? firstByte : idle;
        }
    }
}
