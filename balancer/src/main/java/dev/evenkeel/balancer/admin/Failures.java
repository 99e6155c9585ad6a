package dev.evenkeel.balancer.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.balancer.exchange.Moment;
import dev.evenkeel.balancer.exchange.Outcome;
import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.pool.Pool;
import dev.evenkeel.balancer.telemetry.FailureRecord;
import dev.evenkeel.balancer.telemetry.FailureRecorder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The part of the API that tells of requests that failed lately. */
final class Failures {
    private static final int SHOWN = 100;

    private final AdminView view;

    Failures(AdminView view) {
        this.view = view;
    }

    List<Endpoint> endpoints() {
        return List.of(
                new Endpoint("/v1/failures").get(this::all, "outcome", "pool", "backend", "limit"),
                new Endpoint("/v1/failures/{request}").get(this::one));
    }

    private Reply all(Call call) throws BadCallException {
        FailureRecorder recorder = recorder();
        List<FailureRecord> kept = recorder.records();
        Predicate<FailureRecord> wanted =
                ofOutcome(call).and(ofPool(call, kept)).and(ofBackend(call, kept));
        List<FailureRecord> found = kept.stream().filter(wanted).toList();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("kept-of-each-outcome", recorder.kept());
        ObjectNode counts = node.putObject("counts");
        recorder.counts().forEach((outcome, count) -> counts.put(outcome.label(), count));
        node.put("total", found.size());
        ArrayNode failures = node.putArray("failures");
        newestOfEach(found, Parameters.limit(call, SHOWN)).forEach(failure -> failures.add(FailuresJson.of(failure)));
        return Reply.json(call, 200, node);
    }

    private FailureRecorder recorder() throws BadCallException {
        FailureRecorder recorder = view.telemetry().failures();
        if (recorder == null) {
            throw new BadCallException(
                    404, "No failures are kept: set admin.failures.keep to more than 0, and start the daemon again.");
        }
        return recorder;
    }

    private Reply one(Call call) throws BadCallException {
        String id = call.variable("request");
        for (FailureRecord failure : recorder().records()) {
            if (failure.request().id().equals(id)) {
                return Reply.json(call, 200, FailuresJson.of(failure));
            }
        }
        throw new BadCallException(
                404,
                "No failure of a request \"" + id
                        + "\" is kept: it went well, or others failed in the same way since. GET /v1/failures has those that are.");
    }

    /** The newest of each outcome in turn until there are enough, so that no outcome hides another; the newest first. */
    private static List<FailureRecord> newestOfEach(List<FailureRecord> newestFirst, int limit) {
        record Ranked(FailureRecord failure, int rank) {}
        Map<Outcome, Integer> seen = new EnumMap<>(Outcome.class);
        var ranked = new ArrayList<Ranked>();
        for (FailureRecord failure : newestFirst) {
            ranked.add(new Ranked(failure, seen.merge(failure.result().outcome(), 1, Integer::sum)));
        }
        return ranked.stream()
                .sorted(Comparator.comparingInt(Ranked::rank))
                .limit(limit)
                .map(Ranked::failure)
                .sorted(Comparator.comparingLong(Failures::endedAt).reversed())
                .toList();
    }

    private static long endedAt(FailureRecord failure) {
        return failure.moments().timeline().at(Moment.FINISHED);
    }

    // What is wanted

    private static Predicate<FailureRecord> ofOutcome(Call call) throws BadCallException {
        String label = Parameters.text(call, "outcome");
        if (label == null) {
            return failure -> true;
        }
        List<String> labels = Stream.of(Outcome.values()).map(Outcome::label).toList();
        if (!labels.contains(label)) {
            throw Parameters.noneOf("outcome", label, labels);
        }
        return failure -> failure.result().outcome().label().equals(label);
    }

    /** A pool that was removed since may still have failures. */
    private Predicate<FailureRecord> ofPool(Call call, List<FailureRecord> kept) throws BadCallException {
        Stream<String> live = view.pools().stream().map(Pool::name);
        Stream<String> past = kept.stream().map(failure -> failure.result().service());
        String name = known(call, "pool", Stream.concat(live, past));
        return failure -> name == null || failure.result().service().equals(name);
    }

    private Predicate<FailureRecord> ofBackend(Call call, List<FailureRecord> kept) throws BadCallException {
        Stream<String> live = view.pools().stream()
                .flatMap(pool -> pool.snapshot().backends().stream())
                .map(Backend::id);
        Stream<String> past = kept.stream().flatMap(Failures::backends);
        String id = known(call, "backend", Stream.concat(live, past));
        return failure -> id == null || backends(failure).anyMatch(id::equals);
    }

    private static Stream<String> backends(FailureRecord failure) {
        return failure.tries().stream().map(FailureRecord.Try::backend);
    }

    private static @Nullable String known(Call call, String parameter, Stream<String> names) throws BadCallException {
        String name = Parameters.text(call, parameter);
        if (name == null) {
            return null;
        }
        List<String> all = names.filter(known -> !known.isEmpty()).distinct().toList();
        if (!all.contains(name)) {
            throw Parameters.unknown(404, parameter, name, all);
        }
        return name;
    }
}
