package dev.evenkeel.balancer.control;

import dev.evenkeel.balancer.config.Address;
import dev.evenkeel.balancer.config.ConfigFile;
import dev.evenkeel.balancer.config.LaidConfig;
import dev.evenkeel.balancer.config.LiveChange;
import dev.evenkeel.balancer.config.LiveChange.Presence;
import dev.evenkeel.balancer.config.LiveValue;
import dev.evenkeel.balancer.config.Overlay;
import dev.evenkeel.balancer.config.Resource;
import dev.evenkeel.balancer.control.ChangeRefusedException.Cause;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Works out what is changed live of a resource after one more change; null for nothing any more. Whether the values are any
 * good shows when they are laid over the file.
 */
final class Editing {
    private final ConfigFile file;
    private final Overlay overlay;
    private final LaidConfig laid;

    Editing(LaidConfig laid) {
        this.laid = laid;
        file = laid.file();
        overlay = laid.overlay();
    }

    /** The id that a new backend will have: its name, else its address. */
    String idOf(Map<String, String> values) throws ChangeRefusedException {
        String name = values.get("name");
        String address = values.get("address");
        if (address == null) {
            throw new ChangeRefusedException(
                    Cause.INVALID, "address: missing. Set it to an address such as \"10.0.0.1:80\".");
        }
        try {
            String id = Address.parse(address).toString();
            return name == null ? id : name;
        } catch (IllegalArgumentException e) {
            throw new ChangeRefusedException(Cause.INVALID, "address: " + e.getMessage());
        }
    }

    @Nullable
    LiveChange added(String pool, String id, Map<String, String> values) throws ChangeRefusedException {
        requirePool(pool);
        Resource backend = Resource.backend(pool, id);
        if (present(backend)) {
            throw new ChangeRefusedException(
                    Cause.CONFLICT,
                    "Pool " + pool + " has a backend " + id
                            + " already. Change its settings: evenkeel ctl set, or a PATCH of it.");
        }
        if (file.has(backend)) {
            return returned(backend, values);
        }
        var live = new LinkedHashMap<String, LiveValue>();
        values.forEach((key, value) -> live.put(key, new LiveValue(value, null)));
        return new LiveChange(backend, Presence.ADDED, live);
    }

    /** A backend of the file that had been removed: what is said of it now counts, the rest is as in the file. */
    private @Nullable LiveChange returned(Resource backend, Map<String, String> values) {
        var live = new LinkedHashMap<String, LiveValue>();
        values.forEach((key, value) -> {
            String inFile = file.value(backend, key);
            if (!value.equals(inFile)) {
                live.put(key, new LiveValue(value, inFile));
            }
        });
        return live.isEmpty() ? null : new LiveChange(backend, Presence.CHANGED, live);
    }

    @Nullable
    LiveChange set(Resource resource, Map<String, @Nullable String> values) throws ChangeRefusedException {
        requirePresent(resource);
        if (resource.kind() == Resource.Kind.BACKEND && (values.containsKey("address") || values.containsKey("name"))) {
            throw new ChangeRefusedException(
                    Cause.INVALID,
                    "The address and the name of a backend cannot be changed: add another, and remove this one.");
        }
        LiveChange before = overlay.of(resource);
        Presence presence = before == null ? Presence.CHANGED : before.presence();
        var live = new LinkedHashMap<String, LiveValue>(before == null ? Map.of() : before.values());
        values.forEach((key, value) -> put(live, resource, ConfigFile.keyInFull(key), value));
        return live.isEmpty() && presence == Presence.CHANGED ? null : new LiveChange(resource, presence, live);
    }

    private void put(Map<String, LiveValue> live, Resource resource, String key, @Nullable String value) {
        Resource entry = laid.entryOf(resource);
        String inFile = file.value(entry == null ? resource : entry, key);
        if (value == null || value.equals(entry == null ? inFile : laid.value(entry, key))) {
            live.remove(key);
        } else {
            live.put(key, new LiveValue(value, inFile));
        }
    }

    @Nullable
    LiveChange removed(String pool, String id) throws ChangeRefusedException {
        Resource backend = Resource.backend(pool, id);
        requirePresent(backend);
        Resource entry = laid.entryOf(backend);
        if (entry != null) {
            throw new ChangeRefusedException(
                    Cause.CONFLICT,
                    "Backend " + id + " is an address of the host name " + entry.backend() + ", which has it until the"
                            + " name server says otherwise. Set its state to draining or maintenance to keep it out.");
        }
        if (!file.has(backend)) {
            return null;
        }
        var inFile = new LinkedHashMap<String, LiveValue>();
        for (String key : file.keysOf(backend)) {
            inFile.put(key, new LiveValue(null, file.value(backend, key)));
        }
        return new LiveChange(backend, Presence.REMOVED, inFile);
    }

    private void requirePool(String pool) throws ChangeRefusedException {
        if (!file.has(Resource.pool(pool))) {
            throw new ChangeRefusedException(Cause.MISSING, "There is no pool " + pool + ".");
        }
    }

    private void requirePresent(Resource resource) throws ChangeRefusedException {
        if (!present(resource)) {
            throw new ChangeRefusedException(Cause.MISSING, "The configuration has no " + resource + ".");
        }
    }

    private boolean present(Resource resource) {
        LiveChange change = overlay.of(resource);
        return change == null
                ? file.has(resource) || laid.entryOf(resource) != null
                : change.presence() != Presence.REMOVED;
    }
}
