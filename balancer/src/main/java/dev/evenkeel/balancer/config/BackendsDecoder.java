package dev.evenkeel.balancer.config;

import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Decodes the backends of one pool, and judges what concerns several of them. */
final class BackendsDecoder {
    private static final String KEY = "backends";
    private static final int FEW = 8;

    private final Section pool;
    private final List<ConfigValue> blocks;
    private final int poolMaxConnections;

    /**
     * @param blocks what stands for each of them
     * @param poolMaxConnections the limit of a backend that does not set its own
     */
    BackendsDecoder(Section pool, List<ConfigValue> blocks, int poolMaxConnections) {
        this.pool = pool;
        this.blocks = blocks;
        this.poolMaxConnections = poolMaxConnections;
    }

    /** What the section says that stands for each of them. */
    static List<ConfigValue> blocks(Section pool) {
        return pool.elements(KEY);
    }

    /** Judges what the section says, for a pool of which the blocks are known from elsewhere. */
    static void requireList(Section pool) {
        List<ConfigValue> unused = pool.elements(KEY);
    }

    /**
     * What backends were decoded from.
     *
     * @param maxConnections the limit of those that do not set their own
     * @param each empty for one that is no good
     * @param good those that are good
     */
    record Decoded(
            int maxConnections,
            Derived<ConfigValue, Optional<BackendConfig>> each,
            Derived<Optional<BackendConfig>, BackendConfig> good) {
        static final Decoded NONE = new Decoded(0, Derived.none(), Derived.none());

        /** Those that are good, in their order. */
        List<BackendConfig> backends() {
            return good.values();
        }
    }

    /** Decodes those that were not decoded before. */
    Decoded decode(Decoded before) {
        Derived<ConfigValue, Optional<BackendConfig>> known =
                before.maxConnections() == poolMaxConnections ? before.each() : Derived.none();
        var fresh = new ArrayList<Integer>();
        var decoded = known.next(blocks, index -> {
            fresh.add(index);
            return Optional.ofNullable(backend(section(index), poolMaxConnections));
        });
        var all = decoded.values();
        if (fresh.size() > FEW || !fresh.stream().allMatch(index -> isDistinct(index, all))) {
            requireDistinct(all);
        }
        boolean allGood = fresh.stream().allMatch(index -> all.get(index).isPresent());
        var good = allGood ? all : all.stream().filter(Optional::isPresent).toList();
        return new Decoded(
                poolMaxConnections,
                decoded,
                before.good().next(good, index -> good.get(index).orElseThrow()));
    }

    private Section section(int index) {
        return pool.block(KEY, index, blocks.get(index), Keys.BACKEND_ADDRESS);
    }

    /** Those of before are distinct from each other; of a few new ones that is found out without a table of all. */
    private static boolean isDistinct(int index, List<Optional<BackendConfig>> all) {
        var backend = all.get(index).orElse(null);
        for (int i = 0; backend != null && i < all.size(); i++) {
            var other = all.get(i).orElse(null);
            if (i != index
                    && other != null
                    && (other.name().equals(backend.name()) || other.address().equals(backend.address()))) {
                return false;
            }
        }
        return true;
    }

    private void requireDistinct(List<Optional<BackendConfig>> all) {
        var addresses = new HashSet<Address>(2 * all.size());
        var names = new HashSet<String>(2 * all.size());
        for (int i = 0; i < all.size(); i++) {
            var backend = all.get(i).orElse(null);
            if (backend == null) {
                continue;
            }
            boolean newName = names.add(backend.name());
            if (!addresses.add(backend.address())) {
                section(i)
                        .problem(
                                "address",
                                backend.address() + " is in this pool already, as "
                                        + section(firstOf(
                                                        all,
                                                        one -> one.address().equals(backend.address())))
                                                .path(),
                                "Leave only one, with a higher weight if it should get more.");
            } else if (!newName) {
                section(i)
                        .problem(
                                "name",
                                "\"" + backend.name() + "\" is in this pool already, as "
                                        + section(firstOf(all, one -> one.name().equals(backend.name())))
                                                .path(),
                                "Give one of them another name.");
            }
        }
    }

    private static int firstOf(List<Optional<BackendConfig>> all, Predicate<BackendConfig> wanted) {
        int first = 0;
        while (all.get(first).filter(wanted).isEmpty()) {
            first++;
        }
        return first;
    }

    /**
     * One backend; null if it has no good address.
     *
     * @param poolMaxConnections the limit if it does not set its own
     */
    static @Nullable BackendConfig backend(Section backend, int poolMaxConnections) {
        var name = backend.find(Keys.BACKEND_NAME);
        var maxConnections = backend.find(Keys.BACKEND_MAX_CONNECTIONS);
        int weight = backend.get(Keys.BACKEND_WEIGHT);
        boolean backup = backend.get(Keys.BACKEND_BACKUP);
        var state = backend.get(Keys.BACKEND_STATE);
        var checkAddress = checkAddress(backend);
        var address = backend.find(Keys.BACKEND_ADDRESS);
        if (address == null) {
            return null;
        }
        var located = located(backend, "address", address);
        return new BackendConfig(
                new Endpoints<>(located, checkAddress),
                name == null ? located.toString() : name,
                weight,
                maxConnections == null ? poolMaxConnections : maxConnections,
                backup,
                state);
    }

    private static @Nullable Address checkAddress(Section backend) {
        var address = backend.find(Keys.BACKEND_CHECK_ADDRESS);
        if (address instanceof Address.Host) {
            backend.problem(
                    "check-address",
                    Kind.mismatch(address.toString(), "an IP address or a Unix-domain socket"),
                    "A host name is not looked up for checks.");
        }
        return address == null ? null : located(backend, "check-address", address);
    }

    private static Address located(Section backend, String key, Address address) {
        if (address.isAnyPort()) {
            backend.problem(key, Kind.mismatch(address.toString(), "a port from 1 to 65535"), "");
        }
        return Locations.resolve(backend, key, address);
    }
}
