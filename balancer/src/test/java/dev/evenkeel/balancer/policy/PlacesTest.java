package dev.evenkeel.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

    @Test
    void thoseThatComeAreFoundAndThoseThatLeftAreNotHoweverManyThereWere() {
        Random random = new Random(3);
        Object[] objects = new Object[16];
        Places places = new Places(objects);
        Set<Object> gone = new HashSet<>();
        for (int step = 0; step < 10_000; step++) {
            int place = random.nextInt(objects.length);
            Object before = objects[place];
            if (before == null) {
                objects[place] = new Object();
                places.add(objects[place], place);
            } else {
                objects[place] = null;
                places.remove(before, place);
                gone.add(before);
            }
            for (int i = 0; i < objects.length; i++) {
                if (objects[i] != null) {
                    assertThat(places.of(objects[i])).isEqualTo(i);
                }
            }
        }
        assertThat(gone).allSatisfy(object -> assertThat(places.of(object)).isEqualTo(Places.ABSENT));
    }
}
