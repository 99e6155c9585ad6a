package dev.evenkeel.balancer.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.balancer.config.LiveChange.Presence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Live changes of single addresses of a host name, laid over files and settled with them. */
class ResolvedBackendsTest {
    private static final Resource ENTRY = Resource.backend("app", "app.internal:80");
    private static final Resource ONE = Resource.backend("app", "app.internal:80/10.0.0.1");
    private static final String NAMED = "{ address = \"app.internal:80\", weight = 3 }";

    private static ConfigFile file(String backends) {
        return ConfigLoader.parse("""
                listeners.web { bind = "127.0.0.1:8080", routes = [ { service = app } ] }
                pools.app.backends = [ %s ]
                """.formatted(backends), "test.conf").fileOrElseThrow();
    }

    private static LiveChange weight(Resource resource, String live, @Nullable String inFile) {
        return new LiveChange(resource, Presence.CHANGED, Map.of("weight", new LiveValue(live, inFile)));
    }

    private static LiveChange addedEntry() {
        var values = new LinkedHashMap<String, LiveValue>();
        values.put("address", new LiveValue("app.internal:80", null));
        values.put("weight", new LiveValue("5", null));
        return new LiveChange(ENTRY, Presence.ADDED, values);
    }

    private static Overlay overlay(LiveChange... changes) {
        return Overlay.of(List.of(changes));
    }

    private static LoadResult laid(ConfigFile file, Overlay overlay) {
        return file.with(overlay, file.config());
    }

    private static MembersConfig members(EvenkeelConfig config) {
        return requireNonNull(config.pools().get("app")).members();
    }

    private static BackendConfig one(EvenkeelConfig config) {
        return requireNonNull(members(config).ofAddresses().get(ONE.backend()));
    }

    @Test
    void whatWasSetOfAnAddressLiesOverWhatHoldsForItsHostName() {
        LiveChange state = new LiveChange(ONE, Presence.CHANGED, Map.of("state", new LiveValue("maintenance", null)));

        EvenkeelConfig config =
                laid(file(NAMED), overlay(weight(ENTRY, "7", "3"), state)).orElseThrow();

        assertThat(one(config).weight()).isEqualTo(7);
        assertThat(one(config).state()).isEqualTo(BackendConfig.State.MAINTENANCE);
        assertThat(members(config).backends()).extracting(BackendConfig::state).containsOnly(BackendConfig.State.READY);
    }

    @Test
    void itsValuesAreRefusedAsThoseOfAnyBackendAre() {
        ConfigFile file = file(NAMED);
        LaidConfig laid = LaidConfig.of(file, Overlay.EMPTY, file.config());

        assertThatThrownBy(() -> laid.with(ONE, weight(ONE, "1001", "3")))
                .isInstanceOfSatisfying(
                        BadChangeException.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .asString()
                                .contains("weight: 1001 (expected: 0 to 1000)"));
        LiveChange unknown = new LiveChange(ONE, Presence.CHANGED, Map.of("wieght", new LiveValue("1", null)));
        assertThatThrownBy(() -> laid.with(ONE, unknown))
                .isInstanceOfSatisfying(
                        BadChangeException.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .asString()
                                .contains("wieght: unknown key"));
    }

    @Test
    void anAddressOfAHostNameThatWasAddedLiveCanBeChanged() {
        EvenkeelConfig config =
                laid(file(""), overlay(addedEntry(), weight(ONE, "2", null))).orElseThrow();

        assertThat(one(config).weight()).isEqualTo(2);
    }

    @Test
    void aChangeStaysWhileTheFileSaysTheSameOfTheHostName() {
        Settlement settlement = file(NAMED).settle(overlay(weight(ONE, "2", "3")), ConflictRule.UNTIL_FILE_CHANGES);

        assertThat(settlement.overlay()).isEqualTo(overlay(weight(ONE, "2", "3")));
        assertThat(settlement.notes()).isEmpty();
        assertThat(one(settlement.result().orElseThrow()).weight()).isEqualTo(2);
    }

    @Test
    void aChangeMeltsWhenTheFileSaysTheSameOfTheHostName() {
        Settlement settlement = file(NAMED).settle(overlay(weight(ONE, "3", "2")), ConflictRule.UNTIL_FILE_CHANGES);

        assertThat(settlement.overlay()).isEqualTo(Overlay.EMPTY);
        assertThat(settlement.notes()).isEmpty();
    }

    @Test
    void aChangeDoesNotMeltIntoAFileOverWhichAnotherLiesForTheHostName() {
        Overlay both = overlay(weight(ENTRY, "7", "3"), weight(ONE, "3", "3"));

        Settlement settlement = file(NAMED).settle(both, ConflictRule.UNTIL_FILE_CHANGES);

        assertThat(settlement.overlay()).isEqualTo(both);
        assertThat(one(settlement.result().orElseThrow()).weight()).isEqualTo(3);
    }

    @Test
    void aFileThatChangedTheHostNamesEntryWinsAndSaysSo() {
        Settlement settlement = file(NAMED).settle(overlay(weight(ONE, "2", "9")), ConflictRule.UNTIL_FILE_CHANGES);

        assertThat(settlement.overlay()).isEqualTo(Overlay.EMPTY);
        assertThat(settlement.notes())
                .containsExactly(
                        "pools.app, backend app.internal:80/10.0.0.1: weight was set to 2 live, and changed in the"
                                + " file from 9 to 3: the file wins.");
    }

    @Test
    void aChangeFallsAwayWithTheHostNameAndSaysSo() {
        Settlement settlement = file("\"10.0.0.1:80\"").settle(overlay(weight(ONE, "2", "3")), ConflictRule.LIVE_WINS);

        assertThat(settlement.overlay()).isEqualTo(Overlay.EMPTY);
        assertThat(settlement.notes())
                .containsExactly(
                        "pools.app, backend app.internal:80/10.0.0.1 is not in the file any more, for its host name"
                                + " app.internal:80 is not: its live changes fell away.");
    }

    @Test
    void aChangeFallsAwayWithAHostNameThatWasAddedLive() {
        Overlay changes = overlay(addedEntry(), weight(ONE, "2", null));

        assertThat(file("").settle(changes, ConflictRule.UNTIL_FILE_CHANGES).overlay())
                .isEqualTo(changes);
        assertThat(file("").settle(changes, ConflictRule.FILE_WINS).overlay()).isEqualTo(Overlay.EMPTY);
    }
}
