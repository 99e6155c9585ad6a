package dev.evenkeel.bench.nodrop.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a line of the access logs of HAProxy and nginx says of the backend. */
final class DialectTest {
    @Test
    void theLastBackendCounts() {
        String line = "127.0.0.1:15001, 127.0.0.1:15002 | -, 0.001 | 200 504, 200 0.5 GET /?nodrop=1 HTTP/1.1";

        assertThat(Dialect.NGINX.backendPort(line)).isEqualTo(15002);
        assertThat(Dialect.NGINX.reached(line)).isTrue();
    }

    @Test
    void aBackendWithoutAConnectionWasNotReached() {
        assertThat(Dialect.HAPROXY.reached("127.0.0.1:15001 | -1 | 503 SC-- 0/0/-1/-1/3 GET /?nodrop=1"))
                .isFalse();
        assertThat(Dialect.NGINX.reached("127.0.0.1:15001 | - | 502 502 0.001 GET /?nodrop=1 HTTP/1.1"))
                .isFalse();
    }

    @Test
    void noBackendIsNone() {
        assertThat(Dialect.HAPROXY.backendPort("-:- | -1 | 503 SC-- 0/0/-1/-1/3 GET /?nodrop=1"))
                .isEqualTo(-1);
    }
}
