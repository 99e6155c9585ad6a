package dev.evenkeel.balancer.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.balancer.config.Address;
import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.config.MembersConfig;
import dev.evenkeel.balancer.config.ResolveConfig;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DiscoveryTest {
    private final Discovery discovery = new Discovery();
    private final Heard heard = new Heard();

    @AfterEach
    void stop() {
        discovery.close();
    }

    @Test
    void deliversAddressesAsTheyStand() {
        discovery
                .source(members("10.0.0.1:80", "[2001:db8::1]:80", "unix:/run/app.sock"))
                .start(heard);

        assertThat(heard.ids()).containsExactly("10.0.0.1:80", "[2001:db8::1]:80", "unix:/run/app.sock");
        assertThat(heard.last())
                .extracting(BackendSpec::address)
                .containsExactly(
                        new InetSocketAddress("10.0.0.1", 80),
                        new InetSocketAddress("2001:db8::1", 80),
                        new DomainSocketAddress("/run/app.sock"));
    }

    @Test
    void looksNamesUp() {
        discovery.source(members("localhost:80")).start(heard);

        await().untilAsserted(
                        () -> assertThat(heard.ids()).isNotEmpty().allMatch(id -> id.startsWith("localhost:80/")));
        assertThat(heard.problem()).isNull();
    }

    private static MembersConfig members(String... addresses) {
        return new MembersConfig(
                Arrays.stream(addresses)
                        .map(address -> new BackendConfig(
                                Address.parse(address),
                                address,
                                1,
                                Integer.MAX_VALUE,
                                false,
                                BackendConfig.State.READY))
                        .toList(),
                Map.of(),
                Integer.MAX_VALUE,
                new ResolveConfig(Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(5)),
                Settings.HEALTH);
    }
}
