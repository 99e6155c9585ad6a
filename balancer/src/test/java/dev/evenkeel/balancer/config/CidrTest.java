package dev.evenkeel.balancer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CidrTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/13, 10.7.255.255, true",
        "10.0.0.0/13, 10.8.0.0, false",
        "192.168.1.1, 192.168.1.1, true",
        "192.168.1.1, 192.168.1.2, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 10.0.0.1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "128.0.0.0/1, 255.0.0.0, true"
    })
    void containsWhatBeginsWithItsPrefix(String block, String address, boolean contained) throws UnknownHostException {
        assertThat(Cidr.parse(block).contains(InetAddress.getByName(address))).isEqualTo(contained);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 10.0.0.0/8", "10.0.0.1, 10.0.0.1/32", "2001:DB8::/32, 2001:db8::/32"})
    void isWrittenInOneWayAndReadBack(String text, String canonical) {
        assertThat(Cidr.parse(text)).hasToString(canonical).isEqualTo(Cidr.parse(canonical));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1/8, as in 10.0.0.0/8",
        "10.0.0.0/33, from 0 to 32",
        "::/129, from 0 to 128",
        "10.0.0.0/-1, from 0 to 32",
        "10.0.0.0/, from 0 to 32",
        "10.0.0/8, an IP address and prefix length",
        "localhost, an IP address and prefix length"
    })
    void isRefusedInDoubt(String text, String expected) {
        assertThatThrownBy(() -> Cidr.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\" (expected: ")
                .hasMessageContaining(expected);
    }
}
