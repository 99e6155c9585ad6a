package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.Workload;
import java.util.ArrayList;
import java.util.List;

/** Collects the runs of one contender under one workload. */
final class Tally {
    private final Runner runner;
    private final List<Sample> samples = new ArrayList<>();
    private final List<String> invalid = new ArrayList<>();

    Tally(Runner runner) {
        this.runner = runner;
    }

    Runner runner() {
        return runner;
    }

    void add(Sample sample) {
        samples.add(sample);
    }

    void addInvalid(String sentence) {
        invalid.add(sentence);
    }

    Result result(Workload workload) {
        return new Result(runner.contender(), workload, samples, invalid);
    }
}
