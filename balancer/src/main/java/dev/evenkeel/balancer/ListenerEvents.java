package dev.evenkeel.balancer;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.admin.AddressText;
import dev.evenkeel.balancer.config.Resource;
import dev.evenkeel.balancer.event.EventSink;
import dev.evenkeel.balancer.event.EventType;
import dev.evenkeel.balancer.event.Happening;
import dev.evenkeel.balancer.net.Listener;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says at which addresses listeners begin and cease to listen. For one thread at a time. */
final class ListenerEvents {
    private final EventSink sink;

    /** By their texts: the first {@code hashCode} of a record takes some ms to link, and the start would wait for it. */
    private Map<String, Place> open = Map.of();

    ListenerEvents(EventSink sink) {
        this.sink = requireNonNull(sink, "sink");
    }

    private record Place(String listener, String address) {
        @Override
        public String toString() {
            return listener + " at " + address;
        }
    }

    /** Tells what differs from the last call, when these are all listeners there are. */
    void tell(Collection<Listener> listeners) {
        Map<String, Place> now = new LinkedHashMap<>();
        for (Listener listener : listeners) {
            for (SocketAddress address : listener.addresses()) {
                Place place = new Place(listener.name(), AddressText.of(address));
                now.put(place.toString(), place);
            }
        }
        now.forEach((name, place) -> {
            if (!open.containsKey(name)) {
                tell(EventType.LISTENER_OPENED, place, "is open at");
            }
        });
        open.forEach((name, place) -> {
            if (!now.containsKey(name)) {
                tell(EventType.LISTENER_CLOSED, place, "accepts nothing more at");
            }
        });
        open = now;
    }

    private void tell(EventType type, Place place, String what) {
        sink.tell(new Happening(
                type,
                Resource.listener(place.listener()),
                "Listener " + place.listener() + " " + what + " " + place.address() + ".",
                Map.of("address", place.address())));
    }
}
