package dev.evenkeel.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 1000, 10_000})
    void everyObjectIsFoundAtItsPlaceAndNoOther(int count) {
        List<Object> objects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            objects.add(new Object());
        }
        Places<Object> places = new Places<>(objects);

        for (int i = 0; i < count; i++) {
            assertThat(places.of(objects.get(i))).isEqualTo(i);
        }
        assertThat(places.of(new Object())).isEqualTo(Places.ABSENT);
    }
}
