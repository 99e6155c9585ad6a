package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.Proxy;
import dev.evenkeel.bench.rig.Workload;
import java.util.List;

/**
 * What is measured.
 *
 * @param proxies in the order in which they take their turns
 * @param workloads one after the other
 * @param rounds measured runs for each proxy and workload
 * @param seconds length of a measured run
 * @param warmupSeconds length of the unmeasured load before a workload's first round
 * @param accessLog whether the proxies write an access log
 */
record Plan(
        List<Proxy> proxies, List<Workload> workloads, int rounds, int seconds, int warmupSeconds, boolean accessLog) {
    Plan {
        proxies = List.copyOf(proxies);
        workloads = List.copyOf(workloads);
    }
}
