package dev.evenkeel.balancer.admin;

import dev.evenkeel.balancer.config.Resource;
import dev.evenkeel.balancer.event.Event;
import dev.evenkeel.balancer.event.EventType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which events somebody wants.
 *
 * @param pool of this pool and its backends only, or null for all
 */
record EventFilter(@Nullable String pool, Set<EventType> types) {

    /**
     * What the query asks for: {@code ?pool=app&type=drain-begun,drain-ended}.
     *
     * @throws BadCallException if there is no such type
     */
    static EventFilter of(Call call) throws BadCallException {
        String types = Parameters.text(call, "type");
        Set<EventType> wanted = EnumSet.allOf(EventType.class);
        if (types != null) {
            wanted = EnumSet.noneOf(EventType.class);
            for (String type : types.split(",", -1)) {
                wanted.add(type(type.strip()));
            }
        }
        return new EventFilter(Parameters.text(call, "pool"), wanted);
    }

    private static EventType type(String label) throws BadCallException {
        for (EventType type : EventType.values()) {
            if (type.label().equals(label)) {
                return type;
            }
        }
        List<String> known = Stream.of(EventType.values()).map(EventType::label).toList();
        throw Parameters.noneOf("type", label, known);
    }

    boolean wants(Event event) {
        Resource subject = event.what().subject();
        boolean ofPool = pool == null
                || (subject != null
                        && subject.kind() != Resource.Kind.LISTENER
                        && subject.owner().equals(pool));
        return ofPool && types.contains(event.what().type());
    }
}
