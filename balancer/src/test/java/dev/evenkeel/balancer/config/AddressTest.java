package dev.evenkeel.balancer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:0, 127.0.0.1:0",
        "0.0.0.0:65535, 0.0.0.0:65535",
        "[::1]:80, [::1]:80",
        "[2001:DB8:0:0:0:0:0:1]:80, [2001:db8::1]:80",
        "App.Internal:8000, app.internal:8000",
        "app.internal.:8000, app.internal:8000",
        "my_app:1, my_app:1",
        "10.example:1, 10.example:1",
        "unix:/run/x.sock, unix:/run/x.sock",
        "unix:run/x:1.sock, unix:run/x:1.sock"
    })
    void isWrittenInOneWayAndReadBack(String text, String canonical) {
        var address = Address.parse(text);

        assertThat(address).hasToString(canonical);
        assertThat(Address.parse(canonical)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "80",
                ":80",
                "localhost",
                "localhost:",
                "localhost:http",
                "localhost:65536",
                "localhost:-1",
                "localhost:+80",
                "localhost:080",
                "::1",
                "::1:80",
                "[::1]",
                "[::1]80",
                "[127.0.0.1]:80",
                "[::g]:80",
                "[fe80::1%eth0]:80",
                "127.0.0.256:80",
                "127.0.0.01:80",
                "127.1:80",
                "2130706433:80",
                "a..b:80",
                "-a:80",
                "a b:80",
                "*:80",
                "http://a:80",
                "unix:"
            })
    void isRefusedInDoubt(String text) {
        assertThatThrownBy(() -> Address.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\" (expected: ");
    }

    @Test
    void aSocketPathBeyondWhatTheKernelTakesIsRefused() {
        assertThat(Address.parse("unix:/" + "x".repeat(106))).isInstanceOf(Address.Unix.class);
        assertThatThrownBy(() -> Address.parse("unix:/" + "x".repeat(107)))
                .hasMessageContaining("at most 107 bytes; this has 108");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:80, true",
        "127.9.9.9:80, true",
        "[::1]:80, true",
        "localhost:80, true",
        "unix:/x, true",
        "0.0.0.0:80, false",
        "10.0.0.1:80, false",
        "[::]:80, false",
        "example.com:80, false"
    })
    void isLocalIfOnlyThisMachineCanReachIt(String text, boolean local) {
        assertThat(Address.parse(text).isLocal()).isEqualTo(local);
    }
}
