package dev.evenkeel.balancer.discovery;

import io.netty.util.concurrent.Future;

/** Finds the addresses of host names. */
interface HostLookup {
    /** Looks a name up, without waiting. The future ends on the event loop of whoever asks, and always ends. */
    Future<HostAddresses> lookup(String name);
}
