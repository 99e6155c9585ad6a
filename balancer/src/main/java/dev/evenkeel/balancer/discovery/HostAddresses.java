package dev.evenkeel.balancer.discovery;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * What a host name stands for.
 *
 * @param addresses all of them, one at least
 * @param ttl how long that holds, as the name service says; zero or more
 */
record HostAddresses(List<InetAddress> addresses, Duration ttl) {}
