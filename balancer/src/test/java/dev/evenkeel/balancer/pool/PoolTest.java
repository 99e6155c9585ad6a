package dev.evenkeel.balancer.pool;

import static dev.evenkeel.balancer.pool.PoolRig.backend;
import static dev.evenkeel.balancer.pool.PoolRig.backup;
import static dev.evenkeel.balancer.pool.PoolRig.weighted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.BackendConfig;
import dev.evenkeel.balancer.discovery.BackendSpec;
import dev.evenkeel.balancer.discovery.DiscoverySource;
import dev.evenkeel.balancer.event.Origin;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PoolTest {
    private final PoolRig rig = new PoolRig("");

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void leasesBackendsAsItsPolicySays() {
        rig.apply(backend("a"), backend("b"), backend("c"));

        assertThat(rig.inTurn(3)).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void hasNoRoomWithoutBackends() {
        assertThat(rig.tryAcquire()).isNull();
    }

    @Test
    void givesABackendNoMoreRequestsThanItsLimit() {
        rig.apply(backend("a", 2), backend("b", 1));
        rig.acquire();
        rig.acquire();
        rig.acquire();

        assertThat(rig.tryAcquire()).isNull();
        assertThat(rig.find("a").inFlight()).isEqualTo(2);
        assertThat(rig.find("b").inFlight()).isEqualTo(1);
    }

    @Test
    void hasRoomAgainWhenALeaseIsClosed() {
        rig.apply(backend("a", 1));
        rig.acquire().close();

        assertThat(rig.tryAcquire()).isNotNull();
    }

    @Test
    void takesALeaseBackOnce() {
        rig.apply(backend("a"));
        Lease lease = rig.acquire();
        rig.acquire();
        lease.close();
        lease.close();

        assertThat(rig.find("a").inFlight()).isEqualTo(1);
        assertThat(rig.pool().active()).isEqualTo(1);
    }

    @Test
    void avoidsBackendsThatWereTried() {
        rig.apply(backend("a"), backend("b"), backend("c"));
        TestRequest request = rig.request().tried(rig.find("a")).tried(rig.find("c"));

        for (int i = 0; i < 5; i++) {
            assertThat(rig.acquire(request).backend()).isSameAs(rig.find("b"));
        }
    }

    @Test
    void returnsToABackendThatWasTriedIfNoOtherIsEligible() {
        rig.apply(backend("a"), backend("b", 1));
        rig.acquire(rig.request().tried(rig.find("a")));

        assertThat(rig.acquire(rig.request().tried(rig.find("a"))).backend()).isSameAs(rig.find("a"));
    }

    @Test
    void givesNothingToWeightZero() {
        rig.apply(weighted("a", 0), weighted("b", 1));

        assertThat(rig.inTurn(10)).containsOnly("b");
    }

    @Test
    void leavesBackupsAloneWhileAnyOtherIsUp() {
        rig.apply(backend("a", 1), backup("b"));
        rig.acquire();

        assertThat(rig.tryAcquire()).isNull();
    }

    @Test
    void usesBackupsWhenNoOtherIsUp() {
        rig.apply(backend("a"), backend("b"), backup("c"), backup("d"));
        rig.refuseOnce("a");
        rig.refuseOnce("b");

        assertThat(rig.inTurn(2)).containsExactlyInAnyOrder("c", "d");
    }

    @Test
    void usesBackupsWhenTheOthersHaveNoWeight() {
        rig.apply(weighted("a", 0), backup("b"));

        assertThat(rig.inTurn(2)).containsOnly("b");
    }

    @Test
    void returnsFromBackupsWhenAnotherComesUp() {
        rig.apply(weighted("a", 0), backup("b"));
        rig.apply(weighted("a", 1), backup("b"));

        assertThat(rig.inTurn(3)).containsOnly("a");
    }

    @Test
    void keepsBackendsThroughChangesThatDoNotTouchThem() {
        rig.apply(backend("a"), backend("b"));
        Backend a = rig.find("a");
        Lease lease = rig.acquire(rig.request().tried(rig.find("b")));

        rig.apply(backend("c"), backend("a"));

        assertThat(rig.find("a")).isSameAs(a);
        assertThat(a.inFlight()).isEqualTo(1);
        assertThat(a.counters().requests()).isEqualTo(1);
        lease.close();
        assertThat(a.inFlight()).isZero();
    }

    @Test
    void goesOnWithItsTurnsWhenAnotherBackendComesOrGoes() {
        rig.apply(backend("a"), backend("b"), backend("c"));
        List<String> round = rig.inTurn(3);
        rig.apply(backend("a"), backend("b"), backend("c"), backend("d"));
        rig.inTurn(1);
        rig.apply(backend("a"), backend("b"), backend("c"));
        List<String> next = rig.inTurn(3);

        assertThat(String.join("", round) + String.join("", round)).contains(String.join("", next));
    }

    @Test
    void hearsOfLeasesThatAreClosedAfterAChange() {
        rig.apply(backend("a", 1));
        Lease lease = rig.acquire();
        rig.apply(backend("a", 1), weighted("z", 0));
        assertThat(rig.tryAcquire()).isNull();

        lease.close();

        assertThat(rig.tryAcquire()).isNotNull();
    }

    @Test
    void takesOverNewSettingsOfABackend() {
        rig.apply(backend("a", 1));
        Backend a = rig.find("a");
        rig.acquire();

        rig.apply(backend("a", 2));

        assertThat(rig.find("a")).isSameAs(a);
        assertThat(rig.tryAcquire()).isNotNull();
        assertThat(rig.tryAcquire()).isNull();
    }

    @Test
    void takesANewAddressForANewBackend() {
        rig.apply(backend("a"));
        Backend before = rig.find("a");

        rig.apply(new BackendSpec(
                "a",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 9),
                1,
                1,
                false,
                BackendConfig.State.READY));

        assertThat(rig.find("a")).isNotSameAs(before);
        assertThat(before.state()).isEqualTo(BackendState.GONE);
    }

    @Test
    void letsARemovedBackendFinishWhatItHas() {
        rig.apply(backend("a"), backend("b"));
        Lease lease = rig.acquire(rig.request().tried(rig.find("b")));
        Backend a = lease.backend();

        rig.apply(backend("b"));
        assertThat(a.state()).isEqualTo(BackendState.DRAINING);
        assertThat(rig.inTurn(3)).containsOnly("b");

        lease.close();
        assertThat(a.state()).isEqualTo(BackendState.GONE);
    }

    @Test
    void keepsItsSnapshotWhenNothingChanged() {
        rig.apply(backend("a"), backend("b"));
        PoolSnapshot before = rig.pool().snapshot();

        rig.apply(backend("a"), backend("b"));

        assertThat(rig.pool().snapshot()).isSameAs(before);
    }

    @Test
    void takesTheFirstOfTwoBackendsWithOneId() {
        rig.apply(weighted("a", 1), weighted("a", 2));

        assertThat(rig.pool().snapshot().backends()).hasSize(1);
        assertThat(rig.find("a").weight()).isEqualTo(1);
    }

    @Test
    void countsRequestsAndRetries() {
        rig.apply(backend("a"), backend("b"));
        rig.acquire(rig.request().tried(rig.find("b")));

        assertThat(rig.find("a").counters().requests()).isEqualTo(1);
        assertThat(rig.find("a").counters().retries()).isEqualTo(1);
    }

    @Test
    void takesItsBackendsFromASource() {
        Source source = new Source();
        rig.pool().follow(source, Origin.START);
        source.listener().failed("app.internal: no such name");
        assertThat(rig.pool().discoveryProblem()).isEqualTo("app.internal: no such name");

        source.listener().discovered(List.of(backend("a")));

        assertThat(rig.inTurn(1)).containsExactly("a");
        assertThat(rig.pool().discoveryProblem()).isNull();
    }

    private static final class Source implements DiscoverySource {
        private Listener listener = new Listener() {
            @Override
            public void discovered(List<BackendSpec> backends) {}

            @Override
            public void failed(String reason) {}
        };

        Listener listener() {
            return listener;
        }

        @Override
        public void start(Listener hearing) {
            listener = hearing;
        }

        @Override
        public void close() {}
    }
}
