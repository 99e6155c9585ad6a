package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.Workload;
import java.util.List;

/**
 * What is measured.
 *
 * @param contenders in the order in which they take their turns
 * @param workloads of the section cost, one after the other
 * @param effort how often and how long
 * @param accessLog whether the proxies write an access log
 */
record Plan(List<Contender> contenders, List<Workload> workloads, Effort effort, boolean accessLog) {
    /** The names of all sections. */
    static final List<String> SECTIONS =
            List.of(CostSection.ID, LatencySection.ID, MemorySection.ID, StartupSection.ID, LoopsSection.ID);

    Plan {
        contenders = List.copyOf(contenders);
        workloads = List.copyOf(workloads);
    }

    int rounds() {
        return effort.rounds;
    }

    int seconds() {
        return effort.seconds;
    }

    int warmupSeconds() {
        return effort.warmupSeconds;
    }

    /**
     * How often and how long.
     *
     * @param rounds measured runs for each contender and workload
     * @param seconds length of a measured run
     * @param warmupSeconds length of the unmeasured load before a workload's first round
     */
    record Effort(int rounds, int seconds, int warmupSeconds) {}
}
