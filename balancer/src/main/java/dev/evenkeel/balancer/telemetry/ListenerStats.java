package dev.evenkeel.balancer.telemetry;

import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.ExchangeListener;
import dev.evenkeel.balancer.exchange.Moment;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What became of the requests that came to one listener, by the service that they went to. */
final class ListenerStats implements ExchangeListener {
    private final String name;
    private final Map<String, PoolStats> pools;
    private final int loops;
    private final Latencies durations;
    private final ConcurrentHashMap<String, ServiceStats> services = new ConcurrentHashMap<>();

    /**
     * @param pools all there are, by name; may grow
     */
    ListenerStats(String name, Map<String, PoolStats> pools, int loops) {
        this.name = name;
        this.pools = pools;
        this.loops = loops;
        this.durations = new Latencies(loops);
    }

    @Override
    public void finished(Exchange exchange) {
        durations.record(exchange.loop().number(), exchange.timeline().between(Moment.FIRST_BYTE, Moment.FINISHED));
        ServiceStats service = services.get(exchange.service());
        if (service == null) {
            service = services.computeIfAbsent(
                    exchange.service(), added -> new ServiceStats(added, pools.get(added), loops));
        }
        service.record(exchange);
    }

    String name() {
        return name;
    }

    Latencies durations() {
        return durations;
    }

    /** The services that requests went to so far. */
    Collection<ServiceStats> services() {
        return services.values();
    }
}
