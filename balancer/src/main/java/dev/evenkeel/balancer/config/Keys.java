package dev.evenkeel.balancer.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All keys of the language, in the order of the reference. What is not here is an unknown key; what is here is
 * documented in {@code reference-of-keys.conf} with the same default, as a test sees to.
 */
final class Keys {

    private static final List<Key<?>> ALL = new ArrayList<>();

    // listeners
    static final Key<Address> BIND = required("listeners.*.bind", Texts.ADDRESS);

    static final Key<Boolean> CLIENT_KEEP_ALIVE = key("listeners.*.keep-alive.enabled", Kind.flag(), "on");
    static final Key<Duration> CLIENT_KEEP_ALIVE_IDLE =
            key("listeners.*.keep-alive.idle-timeout", Kind.duration("1ms"), "60s");
    static final Key<Integer> CLIENT_KEEP_ALIVE_REQUESTS =
            key("listeners.*.keep-alive.max-requests", Kind.countOrUnlimited(), "unlimited");

    static final Key<HostPattern> ROUTE_HOST = optional("listeners.*.routes[].host", Texts.HOST_PATTERN);
    static final Key<PathPattern> ROUTE_PATH = optional("listeners.*.routes[].path", Texts.PATH_PATTERN);
    static final Key<String> ROUTE_METHOD = optional("listeners.*.routes[].method", Texts.METHOD);
    static final Key<String> ROUTE_HEADER = optional("listeners.*.routes[].header.*", Texts.FIELD_VALUE);
    static final Key<String> ROUTE_SERVICE = required("listeners.*.routes[].service", Texts.NAME);

    static final Key<Integer> LIMIT_REQUEST_LINE =
            key("listeners.*.limits.request-line", Kind.bytes("256", "1m"), "8k");
    static final Key<Integer> LIMIT_FIELD = key("listeners.*.limits.field", Kind.bytes("256", "1m"), "8k");
    static final Key<Integer> LIMIT_FIELDS = key("listeners.*.limits.fields", Kind.bytes("256", "16m"), "32k");
    static final Key<Integer> LIMIT_FIELD_COUNT = key("listeners.*.limits.field-count", Kind.integer(1, 10_000), "100");
    static final Key<Long> LIMIT_BODY = key("listeners.*.limits.body", Kind.bytesOrUnlimited(), "unlimited");
    static final Key<Integer> LIMIT_READ_AHEAD = key("listeners.*.limits.read-ahead", Kind.bytes("4k", "16m"), "64k");
    static final Key<Integer> LIMIT_CONNECTIONS =
            key("listeners.*.limits.connections", Kind.countOrUnlimited(), "unlimited");

    static final Key<Duration> TIMEOUT_HEAD = key("listeners.*.timeouts.head", Kind.durationOrOff(), "10s");
    static final Key<Duration> TIMEOUT_BODY_IDLE = key("listeners.*.timeouts.body-idle", Kind.durationOrOff(), "30s");
    static final Key<Duration> TIMEOUT_SEND_IDLE = key("listeners.*.timeouts.send-idle", Kind.durationOrOff(), "30s");
    static final Key<Duration> TIMEOUT_REQUEST = key("listeners.*.timeouts.request", Kind.durationOrOff(), "off");

    static final Key<Boolean> X_FORWARDED = key("listeners.*.forwarded.x-forwarded", Kind.flag(), "on");
    static final Key<Boolean> FORWARDED = key("listeners.*.forwarded.forwarded", Kind.flag(), "off");
    static final Key<Boolean> VIA = key("listeners.*.forwarded.via", Kind.flag(), "on");
    static final Key<Boolean> REQUEST_ID = key("listeners.*.forwarded.request-id", Kind.flag(), "on");
    static final Key<Cidr> TRUSTED = key(
            "listeners.*.forwarded.trusted",
            Kind.parsed("an IP address and prefix length, such as 10.0.0.0/8", Cidr::parse),
            "[]");

    static final Key<String> ERROR_PAGE = optional("listeners.*.error-pages.*", Texts.FILE);

    // services
    static final Key<RedirectTarget> REDIRECT_TO =
            required("services.*.redirect.to", Kind.parsed("a URL", RedirectTarget::parse));
    static final Key<String> REDIRECT_STATUS =
            key("services.*.redirect.status", Kind.word(List.of("301", "302", "303", "307", "308")), "308");
    static final Key<Integer> FIXED_STATUS = key("services.*.fixed.status", Kind.integer(200, 599), "200");
    static final Key<String> FIXED_BODY = key("services.*.fixed.body", Kind.text("a text", text -> true), "\"\"");
    static final Key<String> FIXED_CONTENT_TYPE =
            key("services.*.fixed.content-type", Texts.FIELD_VALUE, "\"text/plain; charset=utf-8\"");
    static final Key<String> FIXED_HEADER = optional("services.*.fixed.headers.*", Texts.FIELD_VALUE);
    static final Key<String> DEMO_NAME = optional("services.*.demo.name", Texts.FIELD_VALUE);
    static final Key<Duration> DEMO_DELAY = key("services.*.demo.delay", Kind.duration("0s"), "0s");
    static final Key<Duration> DEMO_OUTAGE = key("services.*.demo.outage", Kind.duration("100ms"), "10s");

    // pools
    static final Key<String> POLICY = key("pools.*.policy.name", Kind.word(PolicyConfig.NAMES), "round-robin");

    static final Key<Boolean> BACKEND_KEEP_ALIVE = key("pools.*.keep-alive.enabled", Kind.flag(), "on");
    static final Key<Duration> BACKEND_KEEP_ALIVE_IDLE =
            key("pools.*.keep-alive.idle-timeout", Kind.duration("1ms"), "30s");
    static final Key<Integer> BACKEND_KEEP_ALIVE_MAX_IDLE =
            key("pools.*.keep-alive.max-idle", Kind.integer(0, 100_000), "64");
    static final Key<Integer> BACKEND_KEEP_ALIVE_REQUESTS =
            key("pools.*.keep-alive.max-requests", Kind.countOrUnlimited(), "unlimited");
    static final Key<Duration> UNSAFE_REUSE_WITHIN =
            key("pools.*.keep-alive.unsafe-reuse-within", Kind.duration("0s"), "500ms");

    static final Key<Address> BACKEND_ADDRESS = required("pools.*.backends[].address", Texts.ADDRESS);
    static final Key<Address> BACKEND_CHECK_ADDRESS = optional("pools.*.backends[].check-address", Texts.ADDRESS);
    static final Key<String> BACKEND_NAME = optional("pools.*.backends[].name", Texts.NAME);
    static final Key<Integer> BACKEND_WEIGHT = key("pools.*.backends[].weight", Kind.integer(0, 1000), "1");
    static final Key<Integer> BACKEND_MAX_CONNECTIONS =
            optional("pools.*.backends[].max-connections", Kind.countOrUnlimited());
    static final Key<Boolean> BACKEND_BACKUP = key("pools.*.backends[].backup", Kind.flag(), "off");
    static final Key<BackendConfig.State> BACKEND_STATE =
            key("pools.*.backends[].state", Kind.oneOf(BackendConfig.State.class), "ready");
    static final Key<Integer> POOL_MAX_CONNECTIONS =
            key("pools.*.max-connections", Kind.countOrUnlimited(), "unlimited");

    static final Key<Integer> QUEUE_LENGTH = key("pools.*.queue.length", Kind.integer(0, 1_000_000), "1000");
    static final Key<Duration> QUEUE_TIMEOUT = key("pools.*.queue.timeout", Kind.duration("1ms"), "5s");

    static final Key<Duration> TIMEOUT_CONNECT = key("pools.*.timeouts.connect", Kind.duration("1ms"), "2s");
    static final Key<Duration> TIMEOUT_FIRST_BYTE = key("pools.*.timeouts.first-byte", Kind.durationOrOff(), "60s");
    static final Key<Duration> TIMEOUT_IDLE = key("pools.*.timeouts.idle", Kind.durationOrOff(), "60s");

    static final Key<Boolean> VERIFY_ENABLED = key("pools.*.verify.enabled", Kind.flag(), "on");
    static final Key<String> VERIFY_METHOD = key("pools.*.verify.method", Texts.METHOD, "OPTIONS");
    static final Key<String> VERIFY_TARGET = key("pools.*.verify.target", Texts.REQUEST_TARGET, "\"*\"");
    static final Key<String> VERIFY_HOST = optional("pools.*.verify.host", Texts.FIELD_VALUE);
    static final Key<Duration> VERIFY_TIMEOUT = key("pools.*.verify.timeout", Kind.duration("1ms"), "2s");
    static final Key<StatusSet> VERIFY_EXPECT_STATUS = key(
            "pools.*.verify.expect-status",
            Kind.parsed("200 to 599, or a range such as 200-499", StatusSet::parseFinal),
            "\"200-499\"");
    static final Key<Integer> CONNECT_AHEAD = key("pools.*.connect-ahead", Kind.integer(0, 1000), "0");

    static final Key<Integer> RETRY_ATTEMPTS = key("pools.*.retry.attempts", Kind.integer(1, 100), "3");
    static final Key<Double> RETRY_SHARE = key("pools.*.retry.budget.share", Kind.share(), "20%");
    static final Key<Integer> RETRY_MINIMUM = key("pools.*.retry.budget.minimum", Kind.integer(0, 1_000_000), "10");
    static final Key<StatusSet> RETRY_ON_STATUS = key(
            "pools.*.retry.on-status", Kind.parsed("400 to 599, or a range such as 502-504", StatusSet::parse), "[]");
    static final Key<Boolean> RETRY_UNSAFE_METHODS = key("pools.*.retry.unsafe-methods", Kind.flag(), "off");
    static final Key<Integer> RETRY_BODY_BUFFER = key("pools.*.retry.body-buffer", Kind.bytes("0", "64m"), "64k");

    static final Key<String> CHECK_HTTP_METHOD = key("pools.*.health.http.method", Texts.METHOD, "GET");
    static final Key<String> CHECK_HTTP_PATH = key("pools.*.health.http.path", Texts.REQUEST_PATH, "/");
    static final Key<String> CHECK_HTTP_HOST = optional("pools.*.health.http.host", Texts.FIELD_VALUE);
    static final Key<String> CHECK_HTTP_HEADER = optional("pools.*.health.http.headers.*", Texts.FIELD_VALUE);
    static final Key<StatusSet> CHECK_EXPECT_STATUS = key(
            "pools.*.health.http.expect-status",
            Kind.parsed("200 to 599, or a range such as 200-399", StatusSet::parseFinal),
            "\"200-399\"");
    static final Key<String> CHECK_EXPECT_BODY = optional("pools.*.health.http.expect-body", Texts.SHORT_TEXT);
    static final Key<Boolean> CHECK_KEEP_ALIVE = key("pools.*.health.http.keep-alive.enabled", Kind.flag(), "on");
    static final Key<Integer> CHECK_KEEP_ALIVE_REQUESTS =
            key("pools.*.health.http.keep-alive.max-requests", Kind.integer(1, 1000), "10");
    static final Key<Boolean> CHECK_TCP = key("pools.*.health.tcp", Kind.flag(), "off");
    static final Key<Duration> CHECK_INTERVAL = key("pools.*.health.interval", Kind.duration("10ms"), "2s");
    static final Key<Duration> CHECK_FAST_INTERVAL =
            key("pools.*.health.fast-interval", Kind.duration("10ms"), "500ms");
    static final Key<Duration> CHECK_TIMEOUT = key("pools.*.health.timeout", Kind.duration("1ms"), "1s");
    static final Key<Integer> CHECK_RISE = key("pools.*.health.rise", Kind.integer(1, 1000), "2");
    static final Key<Integer> CHECK_FALL = key("pools.*.health.fall", Kind.integer(1, 1000), "3");
    static final Key<ChecksConfig.Initial> CHECK_INITIAL =
            key("pools.*.health.initial", Kind.oneOf(ChecksConfig.Initial.class), "unknown");
    static final Key<Integer> CHECK_PORT = optional("pools.*.health.port", Kind.integer(1, 65_535));
    static final Key<Integer> CHECK_MAX_CONCURRENT =
            key("pools.*.health.max-concurrent", Kind.integer(1, 10_000), "64");
    static final Key<Duration> BACKOFF_INITIAL = key("pools.*.health.backoff.initial", Kind.duration("1ms"), "500ms");
    static final Key<Duration> BACKOFF_MAX = key("pools.*.health.backoff.max", Kind.duration("1ms"), "30s");
    static final Key<Integer> PASSIVE_CONSECUTIVE =
            key("pools.*.health.passive.consecutive-failures", Kind.countOrUnlimited(), "5");
    static final Key<Double> PASSIVE_FAILURE_RATIO = optional("pools.*.health.passive.failure-ratio", Kind.share());
    static final Key<Duration> PASSIVE_WINDOW = key("pools.*.health.passive.window", Kind.duration("100ms"), "30s");
    static final Key<Integer> PASSIVE_MINIMUM_REQUESTS =
            key("pools.*.health.passive.minimum-requests", Kind.integer(1, 1_000_000), "20");
    static final Key<StatusSet> PASSIVE_STATUSES = key(
            "pools.*.health.passive.statuses",
            Kind.parsed("400 to 599, or a range such as 502-504", StatusSet::parse),
            "[]");
    static final Key<Duration> PASSIVE_EJECT_TIME =
            key("pools.*.health.passive.eject-time", Kind.duration("1ms"), "10s");
    static final Key<Duration> PASSIVE_MAX_EJECT_TIME =
            key("pools.*.health.passive.max-eject-time", Kind.duration("1ms"), "5m");
    static final Key<Double> PASSIVE_MAX_EJECTED_SHARE =
            key("pools.*.health.passive.max-ejected-share", Kind.share(), "50%");
    static final Key<Double> PANIC_THRESHOLD = key("pools.*.health.panic-threshold", Kind.share(), "50%");
    static final Key<Duration> SLOW_START = key("pools.*.health.slow-start", Kind.durationOrOff(), "off");

    static final Key<Duration> RESOLVE_MIN_TTL = key("pools.*.resolve.min-ttl", Kind.duration("100ms"), "1s");
    static final Key<Duration> RESOLVE_MAX_TTL = key("pools.*.resolve.max-ttl", Kind.duration("100ms"), "60s");
    static final Key<Duration> RESOLVE_TIMEOUT = key("pools.*.resolve.timeout", Kind.duration("1ms"), "5s");

    static final Key<Integer> BUFFER_HIGH = key("pools.*.buffers.high", Kind.bytes("4k", "64m"), "256k");
    static final Key<Integer> BUFFER_LOW = key("pools.*.buffers.low", Kind.bytes("0", "64m"), "64k");

    // the daemon
    static final Key<Address> ADMIN_BIND = required("admin.bind", Texts.ADDRESS);

    static final Key<String> ADMIN_TOKEN = optional("admin.token", Texts.TOKEN_OR_FILE);
    static final Key<String> ADMIN_STATE_FILE = optional("admin.state-file", Texts.FILE);
    static final Key<ConflictRule> ADMIN_ON_CONFLICT =
            key("admin.on-conflict", Kind.oneOfWords(ConflictRule.class), "until-file-changes");
    static final Key<Integer> FAILURES_KEEP = key("admin.failures.keep", Kind.integer(0, 1000), "100");

    static final Key<Integer> THREADS = key("runtime.threads", Kind.integerOr("auto", 0, 1, 1024), "auto");
    static final Key<RuntimeConfig.Transport> TRANSPORT =
            key("runtime.transport", Kind.oneOf(RuntimeConfig.Transport.class), "auto");
    static final Key<Duration> SHUTDOWN_TIMEOUT = key("runtime.shutdown-timeout", Kind.duration("0s"), "30s");
    static final Key<Boolean> RELOAD_ON_CHANGE = key("runtime.reload-on-change", Kind.flag(), "off");

    static final Key<String> ACCESS_LOG_FILE = optional("access-log.file", Texts.FILE);
    static final Key<Boolean> ACCESS_LOG_STDOUT = key("access-log.stdout", Kind.flag(), "off");
    static final Key<AccessLogConfig.Format> ACCESS_LOG_FORMAT =
            key("access-log.format", Kind.oneOf(AccessLogConfig.Format.class), "json");
    static final Key<Integer> ACCESS_LOG_QUEUE = key("access-log.queue", Kind.bytes("64k", "1g"), "4m");

    static final Key<LogConfig.Level> LOG_LEVEL = key("log.level", Kind.oneOf(LogConfig.Level.class), "info");

    private static final Map<String, Set<String>> CHILDREN = children();

    private Keys() {}

    /** All keys, in the order of the reference. */
    static List<Key<?>> all() {
        return List.copyOf(ALL);
    }

    /**
     * The names that may stand in the block at {@code path}, without {@code []}; {@code *} among them if the user
     * names its entries.
     */
    static Collection<String> childrenOf(String path) {
        return CHILDREN.getOrDefault(path, Set.of());
    }

    /** Whether two texts mean the same for the key at this path; no text means its default. */
    static boolean sameMeaning(String path, @Nullable String one, @Nullable String other) {
        for (var key : ALL) {
            if (key.path().equals(path)) {
                return sameMeaning(key, one, other);
            }
        }
        return false;
    }

    private static <T> boolean sameMeaning(Key<T> key, @Nullable String one, @Nullable String other) {
        var first = one == null ? key.defaultText() : one;
        var second = other == null ? key.defaultText() : other;
        try {
            return first != null
                    && second != null
                    && key.kind().read(first).equals(key.kind().read(second));
        } catch (BadValueException e) {
            return false;
        }
    }

    private static Map<String, Set<String>> children() {
        var children = new LinkedHashMap<String, Set<String>>();
        for (var key : ALL) {
            for (int end = key.path().length(); end >= 0; ) {
                int dot = key.path().lastIndexOf('.', end - 1);
                var name = key.path().substring(dot + 1, end).replace("[]", "");
                children.computeIfAbsent(dot < 0 ? "" : key.path().substring(0, dot), path -> new LinkedHashSet<>())
                        .add(name);
                end = dot;
            }
        }
        return children;
    }

    private static <T> Key<T> key(String path, Kind<T> kind, String defaultText) {
        return add(new Key<>(path, kind, defaultText, false));
    }

    private static <T> Key<T> required(String path, Kind<T> kind) {
        return add(new Key<>(path, kind, null, true));
    }

    private static <T> Key<T> optional(String path, Kind<T> kind) {
        return add(new Key<>(path, kind, null, false));
    }

    private static <T> Key<T> add(Key<T> key) {
        ALL.add(key);
        return key;
    }
}
