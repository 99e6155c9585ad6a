package dev.evenkeel.balancer.pool;

import dev.evenkeel.balancer.config.CheckKind;
import dev.evenkeel.balancer.loop.Transport;
import dev.evenkeel.health.check.Connector;
import dev.evenkeel.health.check.HealthCheck;
import dev.evenkeel.health.check.HttpCheck;
import dev.evenkeel.health.check.HttpExpectation;
import dev.evenkeel.health.check.HttpRequest;
import dev.evenkeel.health.check.TcpCheck;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.SocketAddress;

/** Lets checks connect as requests do, on an event loop of their own. */
final class CheckConnector implements Connector {
    private final EventLoop loop;
    private final Transport transport;

    CheckConnector(EventLoop loop, Transport transport) {
        this.loop = loop;
        this.transport = transport;
    }

    HealthCheck check(CheckKind kind) {
        if (kind instanceof CheckKind.Http http) {
            CheckKind.Request request = http.request();
            return new HttpCheck(
                    this,
                    new HttpRequest(request.method(), request.path(), request.host(), request.headers()),
                    new HttpExpectation(
                            http.expectStatus()::contains, http.expectStatus().toString(), http.expectBody()),
                    http.checksPerConnection());
        }
        return new TcpCheck(this);
    }

    @Override
    public EventLoop eventLoop() {
        return loop;
    }

    @Override
    public Channel newChannel(SocketAddress to) {
        return transport.newChannel(to);
    }

    @Override
    public SocketAddress adapt(SocketAddress address) {
        return transport.adapt(address);
    }
}
