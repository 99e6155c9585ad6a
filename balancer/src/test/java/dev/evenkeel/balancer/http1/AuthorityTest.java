package dev.evenkeel.balancer.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AuthorityTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a.com",
                "a.com.",
                "A-1_b~.com:80",
                "a:",
                "a:0",
                "a:00080",
                "a:65535",
                "127.0.0.1:8080",
                "[::1]",
                "[2001:db8::1]:443",
                "a,b",
                "%61.com",
            })
    void aHostWithOrWithoutAPortPasses(String authority) {
        assertThat(passes(authority)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":80",
                "a:65536",
                "a:000080",
                "a:999999",
                "a:8o",
                "a:+1",
                "a: 80",
                "a:80:80",
                "a b",
                "a@b",
                "a/b",
                "a?b",
                "a#b",
                "a\\b",
                "a\"b",
                "a<b",
                "a\u0000b",
                "\u00e4.com",
                "[",
                "[]",
                "[::1",
                "[::1]x",
                "[::1]:x",
                "[[::1]]",
                "::1]",
                "a[::1]",
                "[::1%eth0]",
                "[v1.a:b]",
                "[localhost]",
            })
    void everythingElseIsRefused(String authority) {
        assertThat(passes(authority)).isFalse();
    }

    private static boolean passes(String authority) {
        byte[] bytes = ("<" + authority + ">").getBytes(ISO_8859_1);
        try {
            Authority.check(bytes, 1, bytes.length - 1, "The test");
            return true;
        } catch (BadMessage e) {
            assertThat(e.status()).isEqualTo(400);
            assertThat(e.sentence()).startsWith("The test ");
            return false;
        }
    }
}
