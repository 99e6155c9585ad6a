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
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Says at which addresses listeners begin and cease to listen. For one thread at a time. */
final class ListenerEvents {
    private final EventSink sink;
    private Set<Place> open = Set.of();

    ListenerEvents(EventSink sink) {
        this.sink = requireNonNull(sink, "sink");
    }

    private record Place(String listener, SocketAddress address) {}

    /** Tells what differs from the last call, when these are all listeners there are. */
    void tell(Collection<Listener> listeners) {
        Set<Place> now = new LinkedHashSet<>();
        listeners.forEach(listener ->
                listener.addresses().forEach(address -> now.add(new Place(listener.name(), address))));
        now.stream()
                .filter(place -> !open.contains(place))
                .forEach(place -> tell(EventType.LISTENER_OPENED, place, "is open at"));
        open.stream()
                .filter(place -> !now.contains(place))
                .forEach(place -> tell(EventType.LISTENER_CLOSED, place, "accepts nothing more at"));
        open = now;
    }

    private void tell(EventType type, Place place, String what) {
        String address = AddressText.of(place.address());
        sink.tell(new Happening(
                type,
                Resource.listener(place.listener()),
                "Listener " + place.listener() + " " + what + " " + address + ".",
                Map.of("address", address)));
    }
}
