package dev.evenkeel.balancer.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.balancer.loop.Loop;
import dev.evenkeel.balancer.policy.Candidate;
import dev.evenkeel.balancer.pool.Backend;
import dev.evenkeel.balancer.pool.BackendHealth;
import dev.evenkeel.health.HealthStatus;
import dev.evenkeel.health.Transition;
import dev.evenkeel.health.Trust;
import dev.evenkeel.health.check.CheckResult;
import dev.evenkeel.health.check.Watch;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The health of a backend as JSON: what it is, why, what its last check found and how it came about. */
final class HealthJson {
    private static final Clock CLOCK = Clock.systemUTC();

    private HealthJson() {}

    static ObjectNode of(Backend backend) {
        HealthStatus health = backend.health().status();
        BackendHealth details = backend.healthDetails();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("condition", PoolJson.lower(health.condition()));
        node.put("reason", health.reason());
        node.put("since", time(health.sinceNanos()));
        if (health.standing().trust() != Trust.FULL) {
            long wait = health.retryAtNanos() - Loop.nanos();
            node.put("ejected", health.standing().ejected());
            node.put("failures", health.failures());
            node.put("retry-in-ms", TimeUnit.NANOSECONDS.toMillis(Math.max(0, wait)));
        }
        if (details.warmth() < Candidate.FULL_WEIGHT) {
            node.put("slow-start-percent", 100 * details.warmth() / Candidate.FULL_WEIGHT);
        }
        node.put("ejections", backend.counters().ejections());
        addCheck(node, details);
        ArrayNode transitions = node.putArray("transitions");
        health.transitions().forEach(transition -> transitions.add(transition(transition)));
        return node;
    }

    private static void addCheck(ObjectNode node, BackendHealth details) {
        Watch watch = details.watch();
        if (watch == null) {
            return;
        }
        ObjectNode check = node.putObject("check");
        check.put("kind", watch.check().name());
        check.put("target", AddressText.of(watch.target()));
        check.put("passed", details.checksPassed());
        check.put("failed", details.checksFailed());
        addLast(check, watch.last(), watch.lastAtNanos());
    }

    private static void addLast(ObjectNode check, @Nullable CheckResult last, long atNanos) {
        if (last == null) {
            return;
        }
        ObjectNode node = check.putObject("last");
        node.put("result", last.passed() ? "pass" : "fail");
        node.put("reason", last.reason());
        node.put("at", time(atNanos));
        node.put("duration-us", TimeUnit.NANOSECONDS.toMicros(last.duration().toNanos()));
    }

    private static ObjectNode transition(Transition transition) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("from", PoolJson.lower(transition.from()));
        node.put("to", PoolJson.lower(transition.to()));
        node.put("reason", transition.reason());
        node.put("at", time(transition.atNanos()));
        return node;
    }

    private static String time(long nanos) {
        return CLOCK.instant().minusNanos(Loop.nanos() - nanos).toString();
    }
}
