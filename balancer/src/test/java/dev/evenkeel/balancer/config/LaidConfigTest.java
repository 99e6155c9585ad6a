package dev.evenkeel.balancer.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.LiveChange.Presence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One change after the other, each decoded at the cost of what it touches, against the whole decoded anew. */
class LaidConfigTest {
    private static final String FILE = """
            listeners {
              web { bind = "127.0.0.1:8080", keep-alive = on, routes = [ { service = app } ] }
              other { bind = "127.0.0.1:8081", routes = [ { service = api } ] }
            }
            pools {
              app {
                max-connections = 7
                backends = [
                  "10.0.0.1:80"
                  { address = "10.0.0.2:80", weight = 3 }
                  { address = "unix:app.sock", name = socket, max-connections = 2 }
                  "app.internal:80"
                  "10.0.0.5:80"
                ]
              }
              api { keep-alive = off, backends = [ "10.0.1.1:80", { address = "10.0.1.2:80", backup = on } ] }
              none { backends = [] }
            }
            """;

    private static final List<String> POOLS = List.of("app", "api", "none");
    private static final List<String> ADDRESSES = List.of(
            "10.0.0.1:80",
            "10.0.0.2:80",
            "10.0.0.5:80",
            "10.0.0.9:80",
            "10.0.1.1:80",
            "10.0.9.9:81",
            "unix:other.sock");
    private static final List<String> RESOLVED = List.of(
            "app.internal:80/10.0.0.7",
            "app.internal:80/2001:db8::7",
            "10.0.0.1:80/10.0.0.1",
            "gone.internal:80/10.0.0.7");
    private static final List<String> BAD_ADDRESSES = List.of("10.0.0.9", "10.0.0.9:0", "10.0.0.9:99999");
    private static final List<String> NAMES = List.of("socket", "one", "two");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void afterAnyChangeTheSameHoldsAndTheSameIsRefusedAsIfTheWholeWereDecoded(long seed) {
        ConfigFile file = ConfigLoader.parse(FILE, "test.conf").fileOrElseThrow();
        LaidConfig laid = LaidConfig.of(file, Overlay.EMPTY, file.config());
        Random random = new Random(seed);
        int made = 0;
        int refused = 0;
        for (int step = 0; step < 400; step++) {
            Resource resource = resource(file, laid.overlay(), random);
            LiveChange change = random.nextInt(4) == 0 ? null : change(file, resource, random);
            LoadResult whole = file.with(overlay(laid.overlay(), resource, change), laid.config());
            try {
                LaidConfig next = laid.with(resource, change);

                assertThat(whole.problems()).as("step %d: %s", step, change).isEmpty();
                assertThat(next.config()).as("step %d: %s", step, change).isEqualTo(whole.orElseThrow());
                assertThat(next.overlay()).isEqualTo(overlay(laid.overlay(), resource, change));
                laid = next;
                made++;
            } catch (BadChangeException e) {
                assertThat(e.problems()).as("step %d: %s", step, change).isEqualTo(whole.problems());
                refused++;
            }
        }
        assertThat(made).isGreaterThan(100);
        assertThat(refused).isGreaterThan(10);
    }

    private static Overlay overlay(Overlay before, Resource resource, @Nullable LiveChange change) {
        return change == null ? before.without(resource) : before.with(change);
    }

    private static Resource resource(ConfigFile file, Overlay overlay, Random random) {
        if (random.nextInt(10) == 0) {
            return random.nextBoolean() ? Resource.listener("web") : Resource.pool(any(POOLS, random));
        }
        if (random.nextInt(4) == 0 && !overlay.changes().isEmpty()) {
            return any(new ArrayList<>(overlay.changes()), random).resource();
        }
        String pool = any(POOLS, random);
        if (random.nextInt(5) == 0) {
            return Resource.backend(pool, any(RESOLVED, random));
        }
        var ids = new ArrayList<>(file.backends(pool).keySet());
        return Resource.backend(
                pool, ids.isEmpty() || random.nextInt(3) == 0 ? any(ADDRESSES, random) : any(ids, random));
    }

    private static LiveChange change(ConfigFile file, Resource resource, Random random) {
        var values = new LinkedHashMap<String, LiveValue>();
        if (resource.kind() != Resource.Kind.BACKEND) {
            values.put("keep-alive.enabled", live(random.nextBoolean() ? "on" : "off"));
            if (resource.kind() == Resource.Kind.POOL) {
                values.put("max-connections", live(any(List.of("1", "9", "unlimited", "0"), random)));
                if (random.nextInt(5) == 0) {
                    values.put(any(List.of("backends", "backends.weight"), random), live("1"));
                }
            }
            return new LiveChange(resource, Presence.CHANGED, values);
        }
        if (file.has(resource) && random.nextInt(3) == 0) {
            return new LiveChange(resource, Presence.REMOVED, Map.of("address", new LiveValue(null, null)));
        }
        values.put("weight", live(any(List.of("1", "2", "1000", "1001", "x"), random)));
        if (random.nextInt(3) == 0) {
            values.put("state", live(any(List.of("ready", "draining", "maintenance"), random)));
        }
        if (random.nextInt(3) == 0) {
            values.put("check-address", live(any(random.nextInt(5) == 0 ? BAD_ADDRESSES : ADDRESSES, random)));
        }
        if (file.has(resource) || RESOLVED.contains(resource.backend())) {
            return new LiveChange(resource, Presence.CHANGED, values);
        }
        List<String> addresses = random.nextInt(10) == 0 ? BAD_ADDRESSES : ADDRESSES;
        values.put("address", live(any(addresses, random)));
        if (random.nextInt(3) == 0) {
            values.put("name", live(any(NAMES, random)));
        }
        return new LiveChange(resource, Presence.ADDED, values);
    }

    private static LiveValue live(String text) {
        return new LiveValue(text, null);
    }

    private static <T> T any(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }
}
