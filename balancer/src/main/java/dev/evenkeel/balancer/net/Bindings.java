package dev.evenkeel.balancer.net;

import dev.evenkeel.balancer.config.Address;
import dev.evenkeel.balancer.loop.Loops;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All addresses that some listeners listen at. They change in two steps: {@link #prepare} opens what is missing, which may
 * fail and then takes it back; {@link Change#commit} closes what nobody wants any more. An address that is wanted before and
 * after keeps its sockets, and with them whoever waits there, though it may be another listener that wants it.
 *
 * <p>For one thread at a time, which may block.
 */
public final class Bindings {
    private final Loops loops;
    private Map<String, Binding> open = Map.of();

    public Bindings(Loops loops) {
        this.loops = loops;
    }

    /**
     * Opens what is missing for some listeners to listen where they are to. Nobody is let in there yet.
     *
     * @param wanted the addresses of each listener, by its name
     * @throws IOException if one cannot be bound, with the address and the reason; nothing has changed then
     */
    public Change prepare(Map<String, List<Address>> wanted) throws IOException {
        Change change = new Change();
        try {
            for (var listener : wanted.entrySet()) {
                for (Address address : listener.getValue()) {
                    change.add(listener.getKey(), address);
                }
            }
            return change;
        } catch (IOException | RuntimeException e) {
            change.undo();
            throw e;
        }
    }

    /** Listens nowhere any more. */
    public void close() {
        open.values().forEach(Binding::close);
        open = Map.of();
    }

    /** What the same socket may serve: one that the kernel chose the port of belongs to its listener. */
    private static String place(String listener, Address address) {
        return address.isAnyPort() ? listener + " at " + address : address.toString();
    }

    /** Where all listeners are to listen from {@link #commit} on. */
    public final class Change {
        private final Map<String, Binding> next = new LinkedHashMap<>();
        private final Map<String, List<Binding>> byListener = new HashMap<>();
        private final List<Binding> opened = new ArrayList<>();

        private void add(String listener, Address address) throws IOException {
            String place = place(listener, address);
            Binding binding = open.get(place);
            if (binding == null) {
                SocketAddress resolved = resolve(address);
                binding = new Binding(address, resolved, loops);
                opened.add(binding);
            }
            next.put(place, binding);
            byListener.computeIfAbsent(listener, name -> new ArrayList<>()).add(binding);
        }

        private SocketAddress resolve(Address address) throws IOException {
            SocketAddress resolved = BindAddress.resolve(address);
            for (Binding other : next.values()) {
                if (other.wanted().equals(resolved) && !address.isAnyPort()) {
                    throw new IOException("cannot listen on " + address + ": it is the same as " + other.configured());
                }
            }
            if (resolved instanceof InetSocketAddress internet && !isOurs(internet)) {
                BindAddress.requireFree(internet, address);
            }
            return resolved;
        }

        /** Whether a socket of ours would be taken for that of somebody else who listens there. */
        private boolean isOurs(InetSocketAddress address) {
            return overlaps(open.values(), address) || overlaps(opened, address);
        }

        List<Binding> of(String listener) {
            return byListener.getOrDefault(listener, List.of());
        }

        /** Closes what is not wanted any more. To be called when all listeners listen where they are to. */
        public void commit() {
            Map<String, Binding> before = open;
            open = next;
            before.forEach((place, binding) -> {
                if (!next.containsKey(place)) {
                    binding.close();
                }
            });
        }

        /** Closes what was opened. */
        private void undo() {
            opened.forEach(Binding::close);
        }
    }

    private static boolean overlaps(Iterable<Binding> bindings, InetSocketAddress address) {
        for (Binding binding : bindings) {
            if (binding.address() instanceof InetSocketAddress other && overlap(other, address)) {
                return true;
            }
        }
        return false;
    }

    private static boolean overlap(InetSocketAddress one, InetSocketAddress other) {
        return one.getPort() == other.getPort()
                && (one.getAddress().isAnyLocalAddress()
                        || other.getAddress().isAnyLocalAddress()
                        || one.getAddress().equals(other.getAddress()));
    }
}
