package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.CpuReading;
import dev.evenkeel.bench.rig.Load;
import dev.evenkeel.bench.rig.LoadResult;
import dev.evenkeel.bench.rig.MachineCpu;
import dev.evenkeel.bench.rig.Origin;
import dev.evenkeel.bench.rig.ResidentMemory;
import dev.evenkeel.bench.rig.RunningProxy;
import dev.evenkeel.bench.rig.Workload;
import java.util.List;
import java.util.Optional;

/** Measures one proxy under one workload once: reads all accounts, sends the load, reads them again. */
final class Round {
    private final Origin origin;
    private final Load load;

    Round(Origin origin, Load load) {
        this.origin = origin;
        this.load = load;
    }

    Sample run(RunningProxy proxy, Workload workload, int seconds) {
        proxy.emptyLog();
        long connectionsBefore = origin.counters().connections();
        Accounts before = read(proxy);
        LoadResult outcome = load.run(workload, proxy.port(), seconds);
        Accounts after = read(proxy);
        proxy.requireAlive();
        return new Sample(
                outcome,
                Math.max(outcome.bytes(), outcome.requests() * workload.bodyBytes()),
                after.proxy.nanosSince(before.proxy),
                ResidentMemory.bytes(proxy.pids()),
                origin.counters().connections() - connectionsBefore,
                after.disturbanceSince(before));
    }

    /** Why the sample does not count; empty if it does. */
    static Optional<String> flaw(Sample sample, Workload workload) {
        LoadResult load = sample.load();
        if (load.requests() == 0) {
            return Optional.of("no request was answered");
        }
        if (load.badStatus() > 0) {
            return Optional.of(load.badStatus() + " responses with status 400 or above");
        }
        if (load.bytes() < load.requests() * workload.responseBytes()) {
            return Optional.of("responses shorter than the origin's");
        }
        return Optional.empty();
    }

    private Accounts read(RunningProxy proxy) {
        return new Accounts(
                System.nanoTime(),
                CpuReading.of(proxy.pids()),
                origin.cpu(),
                CpuReading.of(
                        List.of(ProcessHandle.current().pid(), load.generator().pid())),
                MachineCpu.read());
    }

    /** All accounts at one moment; {@code self} is the bench with the load generators that have ended. */
    private record Accounts(long nanoTime, CpuReading proxy, CpuReading origin, CpuReading self, MachineCpu machine) {
        Sample.Disturbance disturbanceSince(Accounts earlier) {
            double window = nanoTime - earlier.nanoTime;
            long ours =
                    proxy.nanosSince(earlier.proxy) + origin.nanosSince(earlier.origin) + self.nanosSince(earlier.self);
            long busy = machine.busyNanos() - earlier.machine.busyNanos();
            long stolen = machine.stolenNanos() - earlier.machine.stolenNanos();
            return new Sample.Disturbance(Math.max(0, busy - ours) / window, stolen / window);
        }
    }
}
