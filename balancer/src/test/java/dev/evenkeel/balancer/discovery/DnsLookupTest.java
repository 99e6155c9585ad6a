package dev.evenkeel.balancer.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DnsLookupTest {
    private static final Duration HOSTS_TTL = Duration.ofSeconds(60);

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final NameServer server = new NameServer(loop);

    @AfterEach
    void stop() {
        server.close();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void findsAllAddressesAndTheShortestTtl() throws Exception {
        server.address("app.test", 30, "10.0.0.1");
        server.address("app.test", 20, "10.0.0.2");

        HostAddresses found = lookup("app.test");

        assertThat(found.addresses()).contains(InetAddress.getByName("10.0.0.1"), InetAddress.getByName("10.0.0.2"));
        assertThat(found.ttl()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void followsAnAliasAndCountsItsTtl() throws Exception {
        server.alias("www.test", 5, "app.test");
        server.address("app.test", 30, "10.0.0.1");

        HostAddresses found = lookup("www.test");

        assertThat(found.addresses()).containsExactly(InetAddress.getByName("10.0.0.1"));
        assertThat(found.ttl()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void asksAnewEachTime() throws Exception {
        server.address("app.test", 3_600, "10.0.0.1");
        lookup("app.test");
        server.address("app.test", 3_600, "10.0.0.2");

        assertThat(lookup("app.test").addresses()).hasSize(2);
    }

    @Test
    void failsForAnUnknownName() {
        assertThatThrownBy(() -> lookup("nobody.test"))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("nobody.test");
    }

    @Test
    void failsInTimeWhenTheServerIsSilent() {
        server.beSilent();

        assertThatThrownBy(() -> new DnsLookup(loop, Duration.ofMillis(200), HOSTS_TTL, server.provider())
                        .lookup("app.test")
                        .get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(UnknownHostException.class);
    }

    @Test
    void findsLocalhostWithoutAServer() throws Exception {
        HostAddresses found = lookup("localhost");

        assertThat(found.addresses()).isNotEmpty().allMatch(InetAddress::isLoopbackAddress);
        assertThat(found.ttl()).isEqualTo(HOSTS_TTL);
    }

    private HostAddresses lookup(String name) throws Exception {
        return new DnsLookup(loop, Duration.ofSeconds(5), HOSTS_TTL, server.provider())
                .lookup(name)
                .get(10, TimeUnit.SECONDS);
    }
}
