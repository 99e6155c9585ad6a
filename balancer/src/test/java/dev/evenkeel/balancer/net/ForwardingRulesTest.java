package dev.evenkeel.balancer.net;

import static dev.evenkeel.balancer.http1.ParsedHeads.request;
import static dev.evenkeel.balancer.http1.ParsedHeads.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.Cidr;
import dev.evenkeel.balancer.config.ForwardedConfig;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.RecordingClient;
import dev.evenkeel.balancer.exchange.RequestIds;
import dev.evenkeel.balancer.message.RequestHead;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ForwardingRulesTest {
    private static final List<Cidr> TRUSTED = List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("2001:db8:1::/48"));
    private static final ForwardedConfig NOTHING = new ForwardedConfig(false, false, false, false, TRUSTED);
    private static final ForwardedConfig X_FORWARDED = new ForwardedConfig(true, false, false, false, TRUSTED);
    private static final ForwardedConfig FORWARDED = new ForwardedConfig(false, true, false, false, TRUSTED);
    private static final ForwardedConfig VIA = new ForwardedConfig(false, false, true, false, TRUSTED);
    private static final ForwardedConfig REQUEST_ID = new ForwardedConfig(false, false, false, true, TRUSTED);

    private static final SocketAddress STRANGER = at("192.0.2.7");
    private static final SocketAddress PROXY = at("10.1.2.3");
    private static final SocketAddress UNIX = new DomainSocketAddress("");

    // ---- what is told

    @Test
    void aBackendIsToldAddressSchemeAndHostOfTheClient() {
        assertThat(forwarded(X_FORWARDED, STRANGER))
                .containsExactly(
                        "X-Forwarded-For: 192.0.2.7", "X-Forwarded-Proto: http", "X-Forwarded-Host: a.com:8080");
    }

    @Test
    void theSchemeIsThatOfTheListener() {
        RequestHead head = request("GET / HTTP/1.1", "Host: a.com");
        rules(FORWARDED, "https").apply(new RecordingClient(head).at(STRANGER).exchange());

        assertThat(written(head)).contains("Forwarded: for=192.0.2.7;host=a.com;proto=https\r\n");
    }

    @Test
    void forwardedIsWrittenAsRfc7239Says() {
        assertThat(forwarded(FORWARDED, STRANGER))
                .containsExactly("Forwarded: for=192.0.2.7;host=\"a.com:8080\";proto=http");
        assertThat(forwarded(FORWARDED, at("2001:db8::9")))
                .containsExactly("Forwarded: for=\"[2001:db8::9]\";host=\"a.com:8080\";proto=http");
        assertThat(forwarded(FORWARDED, UNIX)).containsExactly("Forwarded: for=unknown;host=\"a.com:8080\";proto=http");
    }

    @Test
    void aRequestWithoutAHostTellsNone() {
        RequestHead head = request("GET / HTTP/1.0");
        rules(new ForwardedConfig(true, true, false, false, List.of()), "http")
                .apply(new RecordingClient(head).at(STRANGER).exchange());

        assertThat(fieldsOf(head))
                .containsExactly(
                        "X-Forwarded-For: 192.0.2.7", "X-Forwarded-Proto: http", "Forwarded: for=192.0.2.7;proto=http");
    }

    @Test
    void viaFollowsThatOfEarlierHopsWhoeverSentIt() {
        assertThat(forwarded(VIA, STRANGER, "Via: 1.0 fred")).containsExactly("Via: 1.0 fred", "Via: 1.1 evenkeel");
    }

    @Test
    void viaNamesTheVersionInWhichTheRequestCame() {
        RequestHead head = request("GET / HTTP/1.0");
        rules(VIA, "http").apply(new RecordingClient(head).exchange());

        assertThat(fieldsOf(head)).containsExactly("Via: 1.0 evenkeel");
    }

    @Test
    void whatIsTurnedOffIsNotTold() {
        assertThat(forwarded(NOTHING, STRANGER)).isEmpty();
    }

    // ---- what is not believed

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 10.0.0.1",
                "x-forwarded-proto: https",
                "X-Forwarded-Host: evil.com",
                "X-Forwarded-Port: 443",
                "X-Forwarded-Server: a",
                "X-Forwarded-Prefix: /admin",
                "X-FORWARDED-User: root",
                "X-Forwarded-: a",
                "X-Real-IP: 10.0.0.1",
                "Forwarded: for=10.0.0.1",
                "X-Request-Id: abc",
            })
    void aStrangersWordAboutEarlierHopsIsDropped(String field) {
        assertThat(forwarded(NOTHING, STRANGER, field)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Proxy: http://evil.com",
                "X_Forwarded_For: 10.0.0.1",
                "X-Forwarded_For: 10.0.0.1",
                "x_forwarded-prefix: /admin",
                "X_Real_IP: 10.0.0.1",
                "X_Request-Id: abc",
                "Content_Length: 5",
                "Transfer_Encoding: chunked",
            })
    void someFieldsAreDroppedWhoeverSendsThem(String field) {
        assertThat(forwarded(NOTHING, STRANGER, field)).isEmpty();
        assertThat(forwarded(NOTHING, PROXY, field)).isEmpty();
        assertThat(forwarded(NOTHING, UNIX, field)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"X-Forwarde: a", "X-Forwarded: a", "X-Forward: a", "X_Custom: a", "Proxy-Status: a", "X: a"})
    void otherFieldsPass(String field) {
        assertThat(forwarded(NOTHING, STRANGER, field)).containsExactly(field);
    }

    @Test
    void aStrangersListIsNotContinued() {
        assertThat(forwarded(X_FORWARDED, STRANGER, "X-Forwarded-For: 10.0.0.1", "X-Forwarded-Proto: https"))
                .containsExactly(
                        "X-Forwarded-For: 192.0.2.7", "X-Forwarded-Proto: http", "X-Forwarded-Host: a.com:8080");
    }

    // ---- what is believed

    @Test
    void aTrustedPeersListIsContinuedInOneField() {
        assertThat(forwarded(X_FORWARDED, PROXY, "X-Forwarded-For: 198.51.100.1, 1.2.3.4", "X-Forwarded-For: 5.6.7.8"))
                .contains("X-Forwarded-For: 198.51.100.1, 1.2.3.4, 5.6.7.8, 10.1.2.3");
        assertThat(forwarded(FORWARDED, PROXY, "Forwarded: for=a", "Forwarded: for=b"))
                .containsExactly("Forwarded: for=a, for=b, for=10.1.2.3;host=\"a.com:8080\";proto=http");
    }

    @Test
    void anEmptyListIsBegunAnew() {
        assertThat(forwarded(X_FORWARDED, PROXY, "X-Forwarded-For:")).contains("X-Forwarded-For: 10.1.2.3");
    }

    @Test
    void aTrustedPeersSchemeAndHostAreKept() {
        assertThat(forwarded(X_FORWARDED, PROXY, "X-Forwarded-Proto: https", "X-Forwarded-Host: b.com"))
                .containsExactly("X-Forwarded-Proto: https", "X-Forwarded-Host: b.com", "X-Forwarded-For: 10.1.2.3");
    }

    @Test
    void whatATrustedPeerSaysPassesWhereNothingIsAdded() {
        assertThat(forwarded(
                        NOTHING, PROXY, "X-Forwarded-For: 1.2.3.4", "X-Forwarded-Prefix: /a", "X-Real-IP: 1.2.3.4"))
                .containsExactly("X-Forwarded-For: 1.2.3.4", "X-Forwarded-Prefix: /a", "X-Real-IP: 1.2.3.4");
    }

    @Test
    void trustGoesByTheBlockOfTheAddress() throws UnknownHostException {
        assertThat(forwarded(NOTHING, at("11.0.0.1"), "X-Real-IP: 1.2.3.4")).isEmpty();
        assertThat(forwarded(NOTHING, at("2001:db8:1::5"), "X-Real-IP: 1.2.3.4"))
                .isNotEmpty();
        assertThat(forwarded(NOTHING, at("2001:db8:2::5"), "X-Real-IP: 1.2.3.4"))
                .isEmpty();
    }

    @Test
    void aClientOfAUnixSocketIsTrustedAndAddsNoAddress() {
        assertThat(forwarded(X_FORWARDED, UNIX, "X-Forwarded-For: 1.2.3.4", "X-Forwarded-Proto: https"))
                .containsExactly(
                        "X-Forwarded-For: 1.2.3.4", "X-Forwarded-Proto: https", "X-Forwarded-Host: a.com:8080");
        assertThat(forwarded(X_FORWARDED, UNIX))
                .containsExactly("X-Forwarded-Proto: http", "X-Forwarded-Host: a.com:8080");
    }

    @Test
    void aClientWithoutAnyAddressIsAStranger() {
        SocketAddress strange = new SocketAddress() {
            private static final long serialVersionUID = 1L;
        };

        assertThat(forwarded(NOTHING, strange, "X-Real-IP: 1.2.3.4")).isEmpty();
    }

    // ---- the request's id

    @Test
    void aRequestIsSentWithTheIdThatItsExchangeHas() {
        RequestHead head = request("GET / HTTP/1.1", "Host: a.com");
        Exchange exchange = new RecordingClient(head).at(STRANGER).exchange();
        rules(REQUEST_ID, "http").apply(exchange);

        assertThat(exchange.requestId()).hasSize(RequestIds.LENGTH);
        assertThat(fieldsOf(head)).containsExactly("Host: a.com", "X-Request-Id: " + exchange.requestId());
    }

    @Test
    void anExchangeHasAnIdEvenWhereNoneIsSent() {
        Exchange exchange = exchange(STRANGER);
        rules(NOTHING, "http").apply(exchange);

        assertThat(exchange.requestId()).hasSize(RequestIds.LENGTH);
    }

    @Test
    void aRequestThatIsRefusedIsNamedToo() {
        Exchange exchange = exchange(STRANGER);
        rules(NOTHING, "http").name(exchange);

        assertThat(exchange.requestId()).hasSize(RequestIds.LENGTH);
    }

    @Test
    void aTrustedPeersIdIsTakenOver() {
        Exchange exchange = exchange(PROXY, "X-Request-Id: Az09-._~+/=:@");
        rules(REQUEST_ID, "http").apply(exchange);

        assertThat(exchange.requestId()).isEqualTo("Az09-._~+/=:@");
        assertThat(fieldsOf(exchange.request())).containsExactly("Host: a.com:8080", "X-Request-Id: Az09-._~+/=:@");
    }

    @Test
    void aTrustedPeersIdIsTakenOverUpToItsLongest() {
        String longest = "a".repeat(128);
        Exchange taken = exchange(PROXY, "X-Request-Id: " + longest);
        Exchange replaced = exchange(PROXY, "X-Request-Id: " + longest + "a");
        rules(REQUEST_ID, "http").apply(taken);
        rules(REQUEST_ID, "http").apply(replaced);

        assertThat(taken.requestId()).isEqualTo(longest);
        assertThat(replaced.requestId()).hasSize(RequestIds.LENGTH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"b", "<script>", "a,b", "a\\b", "\u00e4"})
    void aMalformedIdIsReplacedEvenFromATrustedPeer(String id) {
        Exchange exchange = exchange(PROXY, "X-Request-Id: " + id);
        rules(REQUEST_ID, "http").apply(exchange);

        assertThat(exchange.requestId()).hasSize(RequestIds.LENGTH);
        assertThat(fieldsOf(exchange.request()))
                .containsExactly("Host: a.com:8080", "X-Request-Id: " + exchange.requestId());
    }

    @Test
    void oneOfSeveralIdsIsNotChosen() {
        Exchange exchange = exchange(PROXY, "X-Request-Id: a", "X-Request-Id: b");
        rules(REQUEST_ID, "http").apply(exchange);

        assertThat(fieldsOf(exchange.request()))
                .containsExactly("Host: a.com:8080", "X-Request-Id: " + exchange.requestId());
    }

    // ---- how it is asked

    private static List<String> forwarded(ForwardedConfig config, SocketAddress from, String... fields) {
        Exchange exchange = exchange(from, fields);
        rules(config, "http").apply(exchange);
        List<String> sent = fieldsOf(exchange.request());
        assertThat(sent).first().isEqualTo("Host: a.com:8080");
        return sent.subList(1, sent.size());
    }

    private static Exchange exchange(SocketAddress from, String... fields) {
        var lines = new ArrayList<>(List.of("GET /path HTTP/1.1", "Host: a.com:8080"));
        lines.addAll(List.of(fields));
        return new RecordingClient(request(lines.toArray(String[]::new)))
                .at(from)
                .exchange();
    }

    private static ForwardingRules rules(ForwardedConfig config, String scheme) {
        return new ForwardingRules(config, scheme, new RequestIds(new SecureRandom()));
    }

    private static List<String> fieldsOf(RequestHead head) {
        return written(head).lines().skip(1).toList();
    }

    private static SocketAddress at(String ip) {
        try {
            return new InetSocketAddress(InetAddress.getByName(ip), 50_000);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
