package dev.evenkeel.balancer.config;

import com.typesafe.config.ConfigValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decodes one pool. */
final class PoolDecoder {

    private final Section section;
    private final List<ConfigValue> blocks;
    private BackendsDecoder.Decoded backends;

    PoolDecoder(Section section) {
        this(section, BackendsDecoder.blocks(section), BackendsDecoder.Decoded.NONE);
    }

    /**
     * @param blocks what stands for each backend, in place of what the section says
     * @param known backends that were decoded before, from blocks that may be among these
     */
    PoolDecoder(Section section, List<ConfigValue> blocks, BackendsDecoder.Decoded known) {
        this.section = section;
        this.blocks = blocks;
        backends = known;
    }

    /** What the backends of the pool were decoded from; once it was. */
    BackendsDecoder.Decoded backends() {
        return backends;
    }

    PoolConfig decode(String name) {
        return new PoolConfig(
                name,
                new PolicyConfig(section.block("policy", Keys.POLICY).get(Keys.POLICY)),
                members(),
                queue(section.block("queue")),
                retry(section.block("retry")),
                new UpstreamConfig(
                        keepAlive(section.block("keep-alive", Keys.BACKEND_KEEP_ALIVE)),
                        timeouts(section.block("timeouts")),
                        buffers(section.block("buffers")),
                        verify(section.has("verify") ? section.block("verify", Keys.VERIFY_ENABLED) : null),
                        section.get(Keys.CONNECT_AHEAD)));
    }

    /** The backends alone, in a pool of which the settings are known. */
    PoolConfig decodeBackends(PoolConfig settings) {
        MembersConfig members = settings.members();
        backends = new BackendsDecoder(section, blocks, members.maxConnections()).decode(backends);
        return settings.with(members.with(backends.backends()).with(Map.of()));
    }

    private MembersConfig members() {
        int maxConnections = section.get(Keys.POOL_MAX_CONNECTIONS);
        backends = new BackendsDecoder(section, blocks, maxConnections).decode(backends);
        return new MembersConfig(
                backends.backends(),
                Map.of(),
                maxConnections,
                resolve(section.block("resolve")),
                new HealthDecoder(section.block("health")).decode());
    }

    private static ResolveConfig resolve(Section section) {
        var min = section.get(Keys.RESOLVE_MIN_TTL);
        var max = section.get(Keys.RESOLVE_MAX_TTL);
        requireInOrder(section, "min-ttl", min, "max-ttl", max);
        return new ResolveConfig(min, max, section.get(Keys.RESOLVE_TIMEOUT));
    }

    private static void requireInOrder(Section section, String lowKey, Duration low, String highKey, Duration high) {
        if (low.compareTo(high) > 0) {
            section.problem(section.has(lowKey) ? lowKey : highKey, lowKey + " is longer than " + highKey, "");
        }
    }

    private static QueueConfig queue(Section section) {
        return new QueueConfig(section.get(Keys.QUEUE_LENGTH), section.get(Keys.QUEUE_TIMEOUT));
    }

    private static RetryConfig retry(Section section) {
        var budget = section.block("budget");
        return new RetryConfig(
                section.get(Keys.RETRY_ATTEMPTS),
                new RetryBudgetConfig(budget.get(Keys.RETRY_SHARE), budget.get(Keys.RETRY_MINIMUM)),
                StatusSet.union(section.list(Keys.RETRY_ON_STATUS)),
                section.get(Keys.RETRY_UNSAFE_METHODS),
                section.get(Keys.RETRY_BODY_BUFFER));
    }

    private static BackendKeepAliveConfig keepAlive(Section section) {
        return new BackendKeepAliveConfig(
                section.get(Keys.BACKEND_KEEP_ALIVE),
                section.get(Keys.BACKEND_KEEP_ALIVE_IDLE),
                section.get(Keys.BACKEND_KEEP_ALIVE_MAX_IDLE),
                section.get(Keys.BACKEND_KEEP_ALIVE_REQUESTS),
                section.get(Keys.UNSAFE_REUSE_WITHIN));
    }

    private static BackendTimeoutsConfig timeouts(Section section) {
        return new BackendTimeoutsConfig(
                section.get(Keys.TIMEOUT_CONNECT),
                section.get(Keys.TIMEOUT_FIRST_BYTE),
                section.get(Keys.TIMEOUT_IDLE));
    }

    private static @Nullable VerifyConfig verify(@Nullable Section section) {
        if (section == null || !section.get(Keys.VERIFY_ENABLED)) {
            return null;
        }
        var method = section.get(Keys.VERIFY_METHOD);
        var target = section.get(Keys.VERIFY_TARGET);
        if (method.equals("HEAD") || method.equals("CONNECT")) {
            section.problem("method", "no request follows " + method + " on a connection", "Ask by OPTIONS or GET.");
        } else if (target.equals("*") && !method.equals("OPTIONS")) {
            section.problem("method", "the target * goes with OPTIONS only", "Set target to a path.");
        }
        return new VerifyConfig(
                method,
                target,
                section.find(Keys.VERIFY_HOST),
                section.get(Keys.VERIFY_TIMEOUT),
                section.statuses(Keys.VERIFY_EXPECT_STATUS));
    }

    private static BufferConfig buffers(Section section) {
        int high = section.get(Keys.BUFFER_HIGH);
        int low = section.get(Keys.BUFFER_LOW);
        if (low >= high) {
            section.problem(
                    section.has("low") ? "low" : "high",
                    "low, " + low + " bytes, is not below high, " + high + " bytes",
                    "");
        }
        return new BufferConfig(high, low);
    }
}
