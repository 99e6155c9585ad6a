package dev.evenkeel.balancer.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole configuration, checked: every service that a route names exists, no name is used twice.
 *
 * @param listeners by name, never empty
 * @param services by name, without the pools
 * @param pools by name; no name is both here and among the services
 * @param admin the admin listener, or {@code null} for none
 * @param runtime threads, transport and shutdown
 * @param log the daemon's log and the access log
 */
public record EvenkeelConfig(
        Map<String, ListenerConfig> listeners,
        Map<String, ServiceConfig> services,
        Map<String, PoolConfig> pools,
        @Nullable AdminConfig admin,
        RuntimeConfig runtime,
        LogConfig log) {

    /** This with other pools of the same names. */
    EvenkeelConfig withPools(Map<String, PoolConfig> nextPools) {
        return new EvenkeelConfig(listeners, services, nextPools, admin, runtime, log);
    }
}
