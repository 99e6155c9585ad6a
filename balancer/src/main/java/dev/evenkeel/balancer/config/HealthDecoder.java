package dev.evenkeel.balancer.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decodes the health settings of one pool. */
final class HealthDecoder {

    /** Fields that have a key of their own, or that a check sets as it needs them. */
    private static final Set<String> NOT_TO_BE_SET =
            Set.of("connection", "content-length", "expect", "host", "te", "trailer", "transfer-encoding", "upgrade");

    /** Settings that mean something only if there is a check. */
    private static final List<Key<?>> OF_A_CHECK = List.of(
            Keys.CHECK_INTERVAL,
            Keys.CHECK_FAST_INTERVAL,
            Keys.CHECK_TIMEOUT,
            Keys.CHECK_RISE,
            Keys.CHECK_FALL,
            Keys.CHECK_INITIAL,
            Keys.CHECK_PORT,
            Keys.CHECK_MAX_CONCURRENT);

    /** More than any share. */
    private static final double NO_SHARE = 2;

    private final Section section;

    HealthDecoder(Section section) {
        this.section = section;
    }

    HealthConfig decode() {
        return new HealthConfig(
                backoff(section.block("backoff"), Keys.BACKOFF_INITIAL, Keys.BACKOFF_MAX),
                checks(),
                passive(section.block("passive")),
                section.get(Keys.PANIC_THRESHOLD),
                section.get(Keys.SLOW_START));
    }

    private static BackoffConfig backoff(Section section, Key<Duration> initial, Key<Duration> max) {
        var shortest = section.get(initial);
        var longest = section.get(max);
        if (shortest.compareTo(longest) > 0) {
            section.problem(
                    section.has(initial.name()) ? initial.name() : max.name(),
                    initial.name() + " is longer than " + max.name(),
                    "");
        }
        return new BackoffConfig(shortest, longest);
    }

    private @Nullable ChecksConfig checks() {
        boolean tcp = section.get(Keys.CHECK_TCP);
        var http = section.blockOrOff("http");
        if (tcp && http != null) {
            section.problem("tcp", "there is a check by http already", "Leave only one of the two.");
        }
        if (!section.has("tcp") && !section.has("http")) {
            refuseSettingsOfACheck();
        }
        var kind = http != null ? http(http) : new CheckKind.Tcp();
        var timing = new ChecksConfig.CheckTimingConfig(
                section.get(Keys.CHECK_INTERVAL),
                section.get(Keys.CHECK_FAST_INTERVAL),
                section.get(Keys.CHECK_TIMEOUT),
                section.get(Keys.CHECK_MAX_CONCURRENT));
        var checks = new ChecksConfig(
                kind,
                timing,
                section.get(Keys.CHECK_RISE),
                section.get(Keys.CHECK_FALL),
                section.get(Keys.CHECK_INITIAL),
                section.find(Keys.CHECK_PORT));
        return tcp || http != null ? checks : null;
    }

    /** Who has said {@code off} may leave them for the day when the check is wanted again. */
    private void refuseSettingsOfACheck() {
        for (var key : OF_A_CHECK) {
            if (section.has(key.name())) {
                section.problem(key.name(), "there is no check", "Add http {} or tcp = on, or leave it out.");
            }
        }
    }

    private static CheckKind.Http http(Section http) {
        var headers = http.block("headers");
        var fields = headers.entries(Keys.CHECK_HTTP_HEADER);
        for (var field : fields.keySet()) {
            if (!Texts.isFieldName(field)) {
                headers.problem(field, "is not the name of a field", "");
            } else if (NOT_TO_BE_SET.contains(field.toLowerCase(Locale.ROOT))) {
                headers.problem(
                        field,
                        "can't be set here",
                        "The check sets it as it needs it; for Host there is host, for Connection keep-alive.");
            }
        }
        var request = new CheckKind.Request(
                http.get(Keys.CHECK_HTTP_METHOD),
                http.get(Keys.CHECK_HTTP_PATH),
                http.find(Keys.CHECK_HTTP_HOST),
                Map.copyOf(fields));
        if (request.method().equals("CONNECT")) {
            http.problem("method", "CONNECT asks for a tunnel", "Ask by GET.");
        }
        var body = http.find(Keys.CHECK_EXPECT_BODY);
        if (body != null && request.method().equals("HEAD")) {
            http.problem("expect-body", "a response to HEAD has no body", "Leave it out, or ask by GET.");
        }
        return new CheckKind.Http(request, http.statuses(Keys.CHECK_EXPECT_STATUS), body, checksPerConnection(http));
    }

    private static int checksPerConnection(Section http) {
        var keepAlive = http.block("keep-alive", Keys.CHECK_KEEP_ALIVE);
        boolean enabled = keepAlive.get(Keys.CHECK_KEEP_ALIVE);
        int most = keepAlive.get(Keys.CHECK_KEEP_ALIVE_REQUESTS);
        return enabled ? most : 1;
    }

    private static PassiveHealthConfig passive(Section passive) {
        var ratio = passive.find(Keys.PASSIVE_FAILURE_RATIO);
        return new PassiveHealthConfig(
                passive.get(Keys.PASSIVE_CONSECUTIVE),
                new FailureRatioConfig(
                        ratio == null ? NO_SHARE : ratio,
                        passive.get(Keys.PASSIVE_WINDOW),
                        passive.get(Keys.PASSIVE_MINIMUM_REQUESTS)),
                StatusSet.union(passive.list(Keys.PASSIVE_STATUSES)),
                backoff(passive, Keys.PASSIVE_EJECT_TIME, Keys.PASSIVE_MAX_EJECT_TIME),
                passive.get(Keys.PASSIVE_MAX_EJECTED_SHARE));
    }
}
