package dev.evenkeel.bench.nodrop.verdict;

import dev.evenkeel.bench.nodrop.load.Failure;
import dev.evenkeel.bench.nodrop.proxy.TestedProxy.LogEntry;
import dev.evenkeel.bench.nodrop.scenario.Diary;
import java.time.Instant;
import java.util.List;

/**
 * All that is known of a request that was dropped.
 *
 * @param at when it began
 * @param millis how long it took until the client knew
 * @param request kind, method, path and query
 * @param ending how it ended, with the status
 * @param detail what exactly the client got
 * @param underWay the disturbances of that time
 * @param origins what the origins wrote down of it
 * @param proxy the line of the proxy's access log
 */
record Story(
        String at,
        long millis,
        String request,
        String ending,
        String detail,
        List<String> underWay,
        List<String> origins,
        String proxy) {
    /** What was done a moment before may still have its effect. */
    private static final long BEFORE_MILLIS = 1000;

    static Story of(Failure failure, Journals journals, ProxyLog log, Diary diary) {
        return new Story(
                Instant.ofEpochMilli(failure.beganMillis()).toString(),
                failure.endedMillis() - failure.beganMillis(),
                failure.request().kind().label() + ", "
                        + failure.request().target().pool() + ": "
                        + failure.request().line(),
                failure.ending().label() + (failure.status() == 0 ? "" : " " + failure.status()),
                failure.detail(),
                diary.events().stream()
                        .filter(event -> event.from() <= failure.endedMillis()
                                && event.to() >= failure.beganMillis() - BEFORE_MILLIS)
                        .map(event -> event.what() + " (" + (event.from() - failure.beganMillis()) + " to "
                                + (event.to() - failure.beganMillis()) + " ms)")
                        .toList(),
                journals.of(failure.request().id()).stream()
                        .map(entry -> entry.mark() + " at " + entry.process().port() + " after "
                                + (entry.millis() - failure.beganMillis()) + " ms")
                        .toList(),
                log.of(failure.request().id()).map(LogEntry::line).orElse(""));
    }
}
