package dev.evenkeel.balancer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    private static final List<String> NAMES = List.of("policy", "keep-alive", "backends", "max-connections");

    @ParameterizedTest
    @CsvSource({
        "polcy, policy",
        "poilcy, policy",
        "keepalive, keep-alive",
        "backend, backends",
        "max-conections, max-connections"
    })
    void isWhatSomebodyMeant(String written, String meant) {
        assertThat(NearestName.of(written, NAMES)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"servers", "x", "p"})
    void isNoneIfNothingIsNear(String written) {
        assertThat(NearestName.of(written, NAMES)).isNull();
        assertThat(NearestName.remedy(written, NAMES))
                .isEqualTo("Known here: policy, keep-alive, backends, max-connections.");
    }
}
