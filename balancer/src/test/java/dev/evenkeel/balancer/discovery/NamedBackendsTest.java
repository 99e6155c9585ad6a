package dev.evenkeel.balancer.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.Address;
import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.config.MembersConfig;
import dev.evenkeel.balancer.config.ResolveConfig;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NamedBackendsTest {
    private static final Duration MIN = Duration.ofSeconds(1);
    private static final Duration MAX = Duration.ofSeconds(60);
    private static final Duration TTL = Duration.ofSeconds(20);

    private final ScriptedLookup lookup = new ScriptedLookup();
    private final Heard heard = new Heard();

    @Test
    void takesEachAddressOfANameForABackend() {
        lookup.answer("app.internal", TTL, "10.0.0.2", "10.0.0.1", "2001:db8::1");

        start("app.internal:8000");

        assertThat(heard.ids())
                .containsExactly(
                        "app.internal:8000/10.0.0.1", "app.internal:8000/10.0.0.2", "app.internal:8000/2001:db8::1");
        assertThat(heard.last().get(0).address()).isEqualTo(new InetSocketAddress("10.0.0.1", 8000));
        assertThat(heard.problem()).isNull();
    }

    @Test
    void givesEachTheSettingsOfTheName() {
        lookup.answer("app.internal", TTL, "10.0.0.1");

        start(new BackendConfig(Address.parse("app.internal:8000"), "app", 7, 50, true, BackendConfig.State.READY));

        assertThat(heard.last())
                .containsExactly(new BackendSpec(
                        "app/10.0.0.1",
                        new InetSocketAddress("10.0.0.1", 8000),
                        7,
                        50,
                        true,
                        BackendConfig.State.READY));
    }

    @Test
    void givesAnAddressItsOwnSettingsWheneverTheNameHasIt() {
        Address host = Address.parse("app.internal:80");
        var drained = new BackendConfig(host, "app", 7, 50, true, BackendConfig.State.DRAINING);
        var entry = new BackendConfig(host, "app", 7, 50, true, BackendConfig.State.READY);
        lookup.answer("app.internal", TTL, "10.0.0.1", "10.0.0.2");
        source(List.of(entry), Map.of("app/10.0.0.2", drained)).start(heard);
        lookup.run();
        assertThat(heard.last())
                .extracting(BackendSpec::state)
                .containsExactly(BackendConfig.State.READY, BackendConfig.State.DRAINING);

        lookup.answer("app.internal", TTL, "10.0.0.1");
        lookup.pass(TTL);
        assertThat(heard.ids()).containsExactly("app/10.0.0.1");
        lookup.answer("app.internal", TTL, "10.0.0.1", "10.0.0.2");
        lookup.pass(TTL);

        assertThat(heard.last())
                .extracting(BackendSpec::state)
                .containsExactly(BackendConfig.State.READY, BackendConfig.State.DRAINING);
    }

    @Test
    void keepsTheOrderOfTheConfiguration() {
        lookup.answer("b.internal", TTL, "10.0.0.2").answer("d.internal", TTL, "10.0.0.4");

        start("10.0.0.1:80", "b.internal:80", "10.0.0.3:80", "d.internal:80");

        assertThat(heard.ids())
                .containsExactly("10.0.0.1:80", "b.internal:80/10.0.0.2", "10.0.0.3:80", "d.internal:80/10.0.0.4");
    }

    @Test
    void deliversWhatNeedsNoLookupBeforeAnyLookup() {
        source("10.0.0.1:80", "app.internal:80").start(heard);

        assertThat(heard.ids()).containsExactly("10.0.0.1:80");
        assertThat(heard.problem()).isEqualTo("app.internal: not looked up yet");
    }

    @Test
    void looksAgainWhenTheTtlEnds() {
        lookup.answer("app.internal", TTL, "10.0.0.1");
        start("app.internal:80");
        lookup.answer("app.internal", TTL, "10.0.0.1", "10.0.0.2");

        lookup.pass(TTL.minusMillis(1));
        assertThat(heard.ids()).hasSize(1);
        lookup.pass(Duration.ofMillis(1));
        assertThat(heard.ids()).hasSize(2);
    }

    @Test
    void looksNoMoreOftenThanTheShortestTtlAllowed() {
        lookup.answer("app.internal", Duration.ZERO, "10.0.0.1");
        start("app.internal:80");

        lookup.pass(MIN.minusMillis(1));
        assertThat(lookup.lookups()).isEqualTo(1);
        lookup.pass(Duration.ofMillis(1));
        assertThat(lookup.lookups()).isEqualTo(2);
    }

    @Test
    void looksNoLessOftenThanTheLongestTtlAllowed() {
        lookup.answer("app.internal", Duration.ofDays(1), "10.0.0.1");
        start("app.internal:80");

        lookup.pass(MAX);
        assertThat(lookup.lookups()).isEqualTo(2);
    }

    @Test
    void saysNothingNewWhenTheOrderOfTheAnswerChanges() {
        lookup.answer("app.internal", TTL, "10.0.0.1", "10.0.0.2");
        start("app.internal:80");
        int times = heard.times();
        lookup.answer("app.internal", TTL, "10.0.0.2", "10.0.0.1");

        lookup.pass(TTL);

        assertThat(lookup.lookups()).isEqualTo(2);
        assertThat(heard.times()).isEqualTo(times);
    }

    @Test
    void keepsTheLastGoodAnswerWhileLookupsFail() {
        lookup.answer("app.internal", TTL, "10.0.0.1");
        start("app.internal:80");
        lookup.fail("app.internal");

        lookup.pass(TTL);

        assertThat(heard.ids()).containsExactly("app.internal:80/10.0.0.1");
        assertThat(heard.problem()).isEqualTo("app.internal: no such name");
    }

    @Test
    void triesEverLessOftenWhileLookupsFail() {
        start("app.internal:80");
        assertThat(lookup.lookups()).isEqualTo(1);

        lookup.pass(Duration.ofSeconds(1));
        assertThat(lookup.lookups()).isEqualTo(2);
        lookup.pass(Duration.ofSeconds(1));
        assertThat(lookup.lookups()).isEqualTo(2);
        lookup.pass(Duration.ofSeconds(1));
        assertThat(lookup.lookups()).isEqualTo(3);
        for (int second = 0; second < 3_600; second++) {
            lookup.pass(Duration.ofSeconds(1));
        }
        assertThat(lookup.lookups()).isBetween(60, 70);
    }

    @Test
    void comesWithoutBackendsAndWithAReasonUntilTheNameIsKnown() {
        start("app.internal:80");
        assertThat(heard.last()).isEmpty();
        assertThat(heard.problem()).isEqualTo("app.internal: no such name");

        lookup.answer("app.internal", TTL, "10.0.0.1");
        lookup.pass(MIN);

        assertThat(heard.ids()).containsExactly("app.internal:80/10.0.0.1");
        assertThat(heard.problem()).isNull();
    }

    @Test
    void tellsOfOneNameThatFailsBesideOneThatDoesNot() {
        lookup.answer("good.internal", TTL, "10.0.0.1");

        start("good.internal:80", "bad.internal:80");

        assertThat(heard.ids()).containsExactly("good.internal:80/10.0.0.1");
        assertThat(heard.problem()).isEqualTo("bad.internal: no such name");
    }

    @Test
    void isSilentOnceClosed() {
        lookup.answer("app.internal", TTL, "10.0.0.1");
        NamedBackends source = start("app.internal:80");
        source.close();
        lookup.run();
        int times = heard.times();

        lookup.answer("app.internal", TTL, "10.0.0.2").pass(MAX);

        assertThat(lookup.lookups()).isEqualTo(1);
        assertThat(heard.times()).isEqualTo(times);
    }

    private NamedBackends start(String... addresses) {
        NamedBackends source = source(addresses);
        source.start(heard);
        lookup.run();
        return source;
    }

    private void start(BackendConfig backend) {
        source(List.of(backend)).start(heard);
        lookup.run();
    }

    private NamedBackends source(String... addresses) {
        return source(Arrays.stream(addresses)
                .map(address -> new BackendConfig(
                        Address.parse(address), address, 1, Integer.MAX_VALUE, false, BackendConfig.State.READY))
                .toList());
    }

    private NamedBackends source(List<BackendConfig> backends) {
        return source(backends, Map.of());
    }

    private NamedBackends source(List<BackendConfig> backends, Map<String, BackendConfig> ofAddresses) {
        MembersConfig members = new MembersConfig(
                backends,
                ofAddresses,
                Integer.MAX_VALUE,
                new ResolveConfig(MIN, MAX, Duration.ofSeconds(5)),
                Settings.HEALTH);
        return new NamedBackends(members, lookup, lookup.loop());
    }
}
