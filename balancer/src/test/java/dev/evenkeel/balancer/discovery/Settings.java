package dev.evenkeel.balancer.discovery;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.ConfigLoader;
import dev.evenkeel.balancer.config.HealthConfig;

/** Settings that sources pass over. */
final class Settings {
    static final HealthConfig HEALTH = requireNonNull(
                    ConfigLoader.parse("""
            listeners.web { bind = "127.0.0.1:0", routes = [ { service = app } ] }
            pools.app.backends = []
            """, "test.conf").orElseThrow().pools().get("app"))
            .members()
            .health();

    private Settings() {}
}
