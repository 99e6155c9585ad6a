package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.RunningProxy;
import dev.evenkeel.bench.rig.Workload;
import java.util.ArrayList;
import java.util.List;

/** Collects the runs of one proxy under one workload. */
final class Tally {
    private final RunningProxy proxy;
    private final List<Sample> samples = new ArrayList<>();
    private final List<String> invalid = new ArrayList<>();

    Tally(RunningProxy proxy) {
        this.proxy = proxy;
    }

    RunningProxy proxy() {
        return proxy;
    }

    void add(Sample sample) {
        samples.add(sample);
    }

    void addInvalid(String sentence) {
        invalid.add(sentence);
    }

    Result result(Workload workload) {
        return new Result(proxy.proxy(), workload, samples, invalid);
    }
}
