package dev.evenkeel.balancer.net;

import dev.evenkeel.balancer.message.ClientTransport;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** The open connections of one listener on one event loop; for that loop only. */
final class ConnectionSet {
    private final Set<ClientTransport> open = Collections.newSetFromMap(new IdentityHashMap<>());

    void add(ClientTransport connection) {
        open.add(connection);
    }

    void remove(ClientTransport connection) {
        open.remove(connection);
    }

    void drain() {
        List.copyOf(open).forEach(ClientTransport::drain);
    }

    void cut() {
        List.copyOf(open).forEach(ClientTransport::cut);
    }
}
