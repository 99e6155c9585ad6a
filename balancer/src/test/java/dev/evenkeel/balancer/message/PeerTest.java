package dev.evenkeel.balancer.message;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.unix.DomainSocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class PeerTest {

    @Test
    void anAddressIsTextWithoutPort() throws Exception {
        assertThat(text("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(text("2001:db8:0:0:0:0:0:1")).isEqualTo("2001:db8::1");
    }

    @Test
    void anIpv6AddressIsTextWithoutScope() throws Exception {
        byte[] bytes = InetAddress.getByName("fe80::1").getAddress();

        assertThat(text(Inet6Address.getByAddress(null, bytes, 1))).isEqualTo("fe80::1");
    }

    @Test
    void anIpv4AddressInIpv6IsIpv4() throws Exception {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 192, 0, 2, 1};
        Peer peer = new Peer(new InetSocketAddress(Inet6Address.getByAddress(null, mapped, -1), 80));

        assertThat(peer.ip()).isEqualTo(InetAddress.getByName("192.0.2.1"));
        assertThat(peer.ipText()).asString(US_ASCII).isEqualTo("192.0.2.1");
    }

    @Test
    void aPeerOnAUnixSocketHasNoAddress() {
        Peer peer = new Peer(new DomainSocketAddress(""));

        assertThat(peer.unix()).isTrue();
        assertThat(peer.ip()).isNull();
        assertThat(peer.ipText()).isEmpty();
    }

    @Test
    void aJudgeIsAskedOnce() {
        AtomicInteger asked = new AtomicInteger();
        Predicate<Peer> judge = peer -> asked.incrementAndGet() == 1;
        Peer peer = new Peer(new InetSocketAddress(80));

        assertThat(peer.trustedBy(judge)).isTrue();
        assertThat(peer.trustedBy(judge)).isTrue();
        assertThat(peer.trustedBy(other -> false)).isFalse();
        assertThat(asked).hasValue(1);
    }

    private static String text(String address) throws UnknownHostException {
        return text(InetAddress.getByName(address));
    }

    private static String text(InetAddress address) {
        return new String(new Peer(new InetSocketAddress(address, 80)).ipText(), US_ASCII);
    }
}
