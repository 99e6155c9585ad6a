package dev.evenkeel.bench.nodrop.verdict;

import dev.evenkeel.bench.nodrop.load.Ledger;
import dev.evenkeel.bench.nodrop.origin.Journal.Mark;
import dev.evenkeel.bench.nodrop.scenario.OriginProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** What the origins wrote down, of all their processes together. */
final class Journals {
    private final Map<Integer, long[]> arrivals = new HashMap<>();
    private final Map<Long, List<Entry>> entries = new HashMap<>();
    private final Map<OriginProcess, Closing> closings = new HashMap<>();
    private final BitSet executed = new BitSet();
    private final List<Long> executedAgain = new ArrayList<>();

    /** A line: what was written of a request, by whom and when, in milliseconds since the epoch. */
    record Entry(OriginProcess process, Mark mark, long millis) {}

    /** An origin's last look at its listener and the close of it, in milliseconds since the epoch. */
    record Closing(long from, long to) {}

    private Journals() {}

    /** Reads all, and keeps each line of the requests of {@code interesting}. */
    static Journals read(Collection<OriginProcess> processes, Ledger ledger, Set<Long> interesting) {
        Journals journals = new Journals();
        Map<Integer, LongStream.Builder> times = new HashMap<>();
        for (OriginProcess process : processes) {
            LongStream.Builder arrived = times.computeIfAbsent(process.port(), port -> LongStream.builder());
            journals.read(process, ledger, interesting, arrived);
        }
        times.forEach((port, builder) ->
                journals.arrivals.put(port, builder.build().sorted().toArray()));
        return journals;
    }

    private void read(OriginProcess process, Ledger ledger, Set<Long> interesting, LongStream.Builder arrived) {
        try (BufferedReader lines = Files.newBufferedReader(process.journal())) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split(" ", -1);
                long millis = Long.parseLong(parts[0]);
                Mark mark = Mark.valueOf(parts[1]);
                long number = Long.parseLong(parts[2]);
                if (mark == Mark.LISTENER_CLOSED) {
                    closings.put(process, new Closing(number, millis));
                    continue;
                }
                if (mark == Mark.ARRIVED) {
                    arrived.add(millis);
                }
                if (mark == Mark.EXECUTED && ledger.onlyOnce(number)) {
                    execute(number);
                }
                if (interesting.contains(number)) {
                    entries.computeIfAbsent(number, key -> new ArrayList<>()).add(new Entry(process, mark, millis));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void execute(long id) {
        if (executed.get((int) id)) {
            executedAgain.add(id);
        }
        executed.set((int) id);
    }

    /** The requests that must be executed once at most and were executed more than once. */
    List<Long> executedAgain() {
        return List.copyOf(executedAgain);
    }

    /** How many requests that must be executed once at most were executed. */
    int executed() {
        return executed.cardinality();
    }

    /** Those of {@code served} that nobody executed. */
    List<Long> notExecuted(BitSet served) {
        BitSet missing = (BitSet) served.clone();
        missing.andNot(executed);
        return missing.stream().asLongStream().boxed().toList();
    }

    /** What was written down of an interesting request. */
    List<Entry> of(long id) {
        return entries.getOrDefault(id, List.of());
    }

    /** When the process closed its listener; empty if it was killed. */
    Optional<Closing> closing(OriginProcess process) {
        return Optional.ofNullable(closings.get(process));
    }

    /** How many requests reached an origin in that time, in milliseconds since the epoch. */
    long arrivals(int port, long from, long to) {
        return LongStream.of(arrivals.getOrDefault(port, new long[0]))
                .filter(millis -> millis >= from && millis < to)
                .count();
    }
}
