package dev.evenkeel.balancer.service.redirect;

import static dev.evenkeel.balancer.http1.ParsedHeads.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.RedirectTarget;
import dev.evenkeel.balancer.config.ServiceConfig;
import dev.evenkeel.balancer.exchange.Outcome;
import dev.evenkeel.balancer.exchange.RecordingClient;
import dev.evenkeel.balancer.message.RequestHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedirectServiceTest {

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void theClientIsSentElsewhere(int status) {
        var client = new RecordingClient(request("GET /a?b HTTP/1.1", "Host: a.com"));
        service("https://b.com/", status).serve(client.exchange());

        assertThat(client.head()).element(0).asString().startsWith("HTTP/1.1 " + status + " ");
        assertThat(client.head()).contains("Location: https://b.com/", "Content-Length: 0");
        assertThat(client.finished()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b?c=d, /a/b?c=d",
        "/, /",
        "/?, /?",
        "/a%20b, /a%20b",
        "http://a.com?q, /?q",
        "http://a.com, /",
        "//evil.com, //evil.com",
    })
    void hostPathAndQueryAreThoseOfTheRequest(String target, String expected) {
        assertThat(location("https://{host}{path}{query}", request("GET " + target + " HTTP/1.1", "Host: a.com:8080")))
                .isEqualTo("https://a.com" + expected);
    }

    @Test
    void anIpv6HostKeepsItsBrackets() {
        assertThat(location("https://{host}/", request("GET / HTTP/1.1", "Host: [::1]:80")))
                .isEqualTo("https://[::1]/");
    }

    @Test
    void theAsteriskOfOptionsIsNoPath() {
        assertThat(location("https://{host}{path}", request("OPTIONS * HTTP/1.1", "Host: a.com")))
                .isEqualTo("https://a.com/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.com/", "///evil.com/", "/\\evil.com/", "/\\/evil.com/"})
    void aPathInFrontCannotBeTakenForAHost(String path) {
        assertThat(location("{path}", request("GET " + path + " HTTP/1.1", "Host: a.com")))
                .isEqualTo("/evil.com/");
    }

    @Test
    void aRequestWithoutTheHostThatIsNeededIsRefused() {
        var client = new RecordingClient(request("GET / HTTP/1.0"));
        var exchange = client.exchange();
        service("https://{host}{path}", 308).serve(exchange);

        assertThat(client.head()).contains("HTTP/1.1 400 Bad Request");
        assertThat(exchange.outcome()).isEqualTo(Outcome.BAD_REQUEST);
    }

    private static RedirectService service(String to, int status) {
        return new RedirectService(new ServiceConfig.Redirect("r", RedirectTarget.parse(to), status));
    }

    private static String location(String to, RequestHead request) {
        return RedirectService.location(RedirectTarget.parse(to), request);
    }
}
