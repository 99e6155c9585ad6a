package dev.evenkeel.balancer.http1;

import static dev.evenkeel.balancer.http1.ParsedHeads.request;
import static dev.evenkeel.balancer.http1.ParsedHeads.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.message.RequestHead;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionFieldsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.1 | A: b | true",
                "1.1 | Connection: close | false",
                "1.1 | Connection: CLOSE | false",
                "1.1 | Connection: upgrade, close | false",
                "1.1 | Connection: , close\t, | false",
                "1.1 | Connection: keep-alive, close | false",
                "1.1 | Connection: closed | true",
                "1.1 | Connection: not-close | true",
                "1.1 | Connection: clos e | true",
                "1.1 | Connection: | true",
                "1.0 | A: b | false",
                "1.0 | Connection: keep-alive | true",
                "1.0 | Connection: Keep-Alive, TE | true",
                "1.0 | Connection: close, keep-alive | false",
                "1.0 | Proxy-Connection: keep-alive | false",
            })
    void aConnectionIsKeptAsVersionAndFieldSay(String version, String field, boolean persistent) {
        assertThat(ConnectionFields.persistent(request("GET / HTTP/" + version, "Host: a", field)))
                .isEqualTo(persistent);
    }

    @Test
    void closeCountsInWhicheverFieldItStands() {
        assertThat(ConnectionFields.persistent(
                        request("GET / HTTP/1.1", "Host: a", "Connection: keep-alive", "connection: close")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: close",
                "Keep-Alive: timeout=5",
                "Proxy-Connection: keep-alive",
                "TE: trailers",
                "Transfer-Encoding: chunked",
                "Upgrade: websocket",
                "HTTP2-Settings: AAMAAABkAAQAAP__",
                "Proxy-Authenticate: Basic",
                "Proxy-Authorization: Basic YTpi",
            })
    void whatIsMeantForOneHopIsDropped(String field) {
        assertThat(stripped(field, field, "A: b")).containsExactly("Host: a", "A: b");
    }

    @Test
    void whatConnectionNamesIsDroppedHoweverItIsWritten() {
        assertThat(stripped(
                        "X-One: 1",
                        "Connection: x-one , ,\tX-TWO,X-Three",
                        "x-two: 2",
                        "X-Three: 3",
                        "X-Two: 4",
                        "X: 5"))
                .containsExactly("Host: a", "X: 5");
        assertThat(stripped("Connection: a", "A: 1", "Connection: b", "B: 2")).containsExactly("Host: a");
    }

    @Test
    void whatTheBalancerReliesOnStaysEvenIfConnectionNamesIt() {
        assertThat(stripped("Connection: host, content-length, via, close", "Content-Length: 5", "Via: 1.1 a"))
                .containsExactly("Host: a", "Content-Length: 5", "Via: 1.1 a");
    }

    @Test
    void anItemThatIsNoNameDropsNothing() {
        assertThat(stripped("Connection: , ;, a b, \"a\"", "A: b")).containsExactly("Host: a", "A: b");
    }

    @Test
    void trailersStayAnnounced() {
        assertThat(stripped("Trailer: Expires")).containsExactly("Host: a", "Trailer: Expires");
    }

    private static List<String> stripped(String... fields) {
        List<String> lines = new ArrayList<>(List.of("GET / HTTP/1.1", "Host: a"));
        lines.addAll(List.of(fields));
        RequestHead head = request(lines.toArray(String[]::new));
        ConnectionFields.strip(head);
        return written(head).lines().skip(1).toList();
    }
}
