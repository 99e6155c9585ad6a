package dev.evenkeel.balancer.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostRuleTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LocalHost:9090", "app.localhost", "127.0.0.1", "10.1.2.3:80", "[::1]", "[::1]:9090"
            })
    void allowsAddressesAndThisMachine(String authority) {
        assertThat(HostRule.allows(authority)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attacker.example",
                "localhost.attacker.example",
                "127.0.0.1.attacker.example:9090",
                "notlocalhost",
                "[",
                ""
            })
    void refusesNamesThatAnybodyMayPointHere(String authority) {
        assertThat(HostRule.allows(authority)).isFalse();
    }

    @Test
    void allowsARequestWithoutAName() {
        assertThat(HostRule.allows(null)).isTrue();
    }
}
