package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.RunningProxy;
import java.nio.file.Path;

/**
 * A contender that runs.
 *
 * @param contender which
 * @param proxy its processes
 * @param gcLog where its JVM logs collections, if it is one
 */
record Runner(Contender contender, RunningProxy proxy, Path gcLog) {}
