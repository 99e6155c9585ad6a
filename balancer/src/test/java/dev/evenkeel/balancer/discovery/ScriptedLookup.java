package dev.evenkeel.balancer.discovery;

import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A name service whose answers are set by hand, and an event loop on which time is moved by hand. */
final class ScriptedLookup implements HostLookup {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Map<String, HostAddresses> answers = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();

    ScriptedLookup() {
        channel.freezeTime();
    }

    EventLoop loop() {
        return channel.eventLoop();
    }

    /** How often somebody has asked. */
    int lookups() {
        return asked.size();
    }

    ScriptedLookup answer(String name, Duration ttl, String... addresses) {
        answers.put(name, new HostAddresses(addresses(addresses), ttl));
        return this;
    }

    ScriptedLookup fail(String name) {
        answers.remove(name);
        return this;
    }

    void run() {
        channel.runPendingTasks();
    }

    void pass(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runPendingTasks();
    }

    @Override
    public Future<HostAddresses> lookup(String name) {
        asked.add(name);
        HostAddresses answer = answers.get(name);
        return answer == null
                ? loop().newFailedFuture(new UnknownHostException("no such name"))
                : loop().newSucceededFuture(answer);
    }

    private static List<InetAddress> addresses(String... texts) {
        List<InetAddress> addresses = new ArrayList<>();
        try {
            for (String text : texts) {
                addresses.add(InetAddress.getByName(text));
            }
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
        return addresses;
    }
}
