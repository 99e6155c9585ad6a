package dev.evenkeel.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 1000, 10_000})
    void everyObjectIsFoundAtItsPlaceAndNoOther(int count) {
        Object[] objects = Stream.generate(Object::new).limit(count).toArray();
        Places places = new Places(objects);

        for (int i = 0; i < count; i++) {
            assertThat(places.of(objects[i])).isEqualTo(i);
        }
        assertThat(places.of(new Object())).isEqualTo(Places.ABSENT);
    }
}
