package dev.evenkeel.bench.nodrop.verdict;

import dev.evenkeel.bench.nodrop.load.Ending;
import dev.evenkeel.bench.nodrop.load.Failure;
import dev.evenkeel.bench.nodrop.origin.Journal.Mark;
import dev.evenkeel.bench.nodrop.proxy.PoolSpec;
import dev.evenkeel.bench.nodrop.proxy.TestedProxy.LogEntry;
import dev.evenkeel.bench.nodrop.scenario.OriginProcess;
import dev.evenkeel.bench.nodrop.verdict.Journals.Entry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Says of each failure whether the request could have been served.
 *
 * <p>It could not in three cases only. First, one that must not be repeated had reached a process that was killed, or stopped
 * for longer than the proxy waits, before the client got its answer: to send it to another would be to risk that it is
 * executed twice. Second, the same happened to a process in the middle of its response: nobody can go on with it.
 * Third, one that must not be repeated was sent on a new connection that a process reset unread, since it closed its listener
 * at that moment, between its last look and the close: no server can leave that gap out. That a process had the
 * request, its own journal says, and when it closed its listener. What a process did not read is in no journal; then the word of
 * the proxy's log is taken, if the process that it names died or closed its listener at that time.
 */
final class Judge {
    /** A pause that is a little shorter than the time-out may yet look longer to the proxy. */
    private static final double NEARLY = 0.8;

    private final Journals journals;
    private final LongFunction<Optional<LogEntry>> log;
    private final Collection<OriginProcess> processes;
    private final IntFunction<PoolSpec> poolOfPort;
    private final Map<Long, Judgement> judgements = new HashMap<>();

    /**
     * A failure and what is thought of it.
     *
     * @param excuse why it could not be served; null if it was dropped
     */
    record Judgement(Failure failure, @Nullable String excuse) {
        boolean dropped() {
            return excuse == null;
        }
    }

    /** {@code log} has what the proxy's access log says of a request. */
    Judge(
            Journals journals,
            LongFunction<Optional<LogEntry>> log,
            Collection<OriginProcess> processes,
            IntFunction<PoolSpec> poolOfPort) {
        this.journals = journals;
        this.log = log;
        this.processes = processes;
        this.poolOfPort = poolOfPort;
    }

    /** Judges all, in their order. */
    List<Judgement> judge(List<Failure> failures) {
        for (Failure failure : failures) {
            if (failure.ending() != Ending.BEHIND_A_CUT) {
                judgements.put(failure.request().id(), new Judgement(failure, excuse(failure)));
            }
        }
        return failures.stream().map(this::judgement).toList();
    }

    private Judgement judgement(Failure failure) {
        if (failure.ending() != Ending.BEHIND_A_CUT) {
            Judgement judgement = judgements.get(failure.request().id());
            return judgement == null ? new Judgement(failure, null) : judgement;
        }
        Judgement before = judgements.get(failure.cutBehind());
        boolean excused =
                before != null && !before.dropped() && before.failure().begun();
        return new Judgement(failure, excused ? "the response before it could not be finished" : null);
    }

    private @Nullable String excuse(Failure failure) {
        boolean lost = switch (failure.ending()) {
            case WRONG_STATUS -> failure.status() == 502 || failure.status() == 504;
            case CLOSED_UNANSWERED, CUT -> true;
            case SERVED, NOT_CONNECTED, WRONG_BODY, WRONG_RESPONSE, NOT_HTTP, OUT_OF_PATIENCE, BEHIND_A_CUT -> false;
        };
        if (!lost || (failure.request().kind().repeatable() && !failure.begun())) {
            return null;
        }
        List<Entry> entries = journals.of(failure.request().id());
        if (!entries.isEmpty()) {
            return byJournal(failure, entries);
        }
        return failure.begun() ? null : byLog(failure);
    }

    private @Nullable String byJournal(Failure failure, List<Entry> entries) {
        for (Entry entry : entries) {
            OriginProcess process = entry.process();
            boolean answered = entries.stream()
                    .anyMatch(other -> other.process() == process
                            && other.mark() == Mark.ANSWERED
                            && other.millis() < process.killing().from());
            String end = endOf(process, failure);
            if (entry.mark() == Mark.ARRIVED
                    && end != null
                    && !(answered && failure.begun() && killed(process, failure))) {
                return "the origin that had it " + end;
            }
        }
        return null;
    }

    private @Nullable String byLog(Failure failure) {
        Optional<LogEntry> entry = log.apply(failure.request().id()).filter(LogEntry::reached);
        if (entry.isEmpty()) {
            return null;
        }
        for (OriginProcess process : processes) {
            if (process.port() != entry.get().backendPort()) {
                continue;
            }
            String end = endOf(process, failure);
            if (end != null) {
                return "it was sent to an origin that " + end + " before it read it";
            }
            if (entry.get().newConnection() && closedItsListener(process, failure)) {
                return "its new connection waited in a listener that the origin closed";
            }
        }
        return null;
    }

    private @Nullable String endOf(OriginProcess process, Failure failure) {
        if (killed(process, failure)) {
            return "was killed";
        }
        return pausedTooLong(process, failure) ? "was stopped for longer than the proxy waits" : null;
    }

    private boolean closedItsListener(OriginProcess process, Failure failure) {
        return journals.closing(process)
                .filter(closing -> closing.to() >= failure.beganMillis() && closing.from() <= failure.endedMillis())
                .isPresent();
    }

    private static boolean killed(OriginProcess process, Failure failure) {
        return process.killing().to() >= failure.beganMillis()
                && process.killing().from() <= failure.endedMillis();
    }

    private boolean pausedTooLong(OriginProcess process, Failure failure) {
        Duration limit = poolOfPort.apply(process.port()).timeouts().shortest();
        if (limit.isZero()) {
            return false;
        }
        for (OriginProcess.Pause pause : process.pauses()) {
            long to = Math.min(pause.to(), failure.endedMillis());
            long from = Math.max(pause.from(), failure.beganMillis());
            if (to - from >= limit.toMillis() * NEARLY) {
                return true;
            }
        }
        return false;
    }
}
