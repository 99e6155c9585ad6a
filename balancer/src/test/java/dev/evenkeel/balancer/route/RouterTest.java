package dev.evenkeel.balancer.route;

import static dev.evenkeel.balancer.http1.ParsedHeads.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.balancer.config.HostPattern;
import dev.evenkeel.balancer.config.PathPattern;
import dev.evenkeel.balancer.config.RouteConfig;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.service.Preview;
import dev.evenkeel.balancer.service.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RouterTest {

    private final List<RouteConfig> routes = new ArrayList<>();

    @Test
    void aRouteWithoutConditionsTakesEverything() {
        to("all").add();

        assertThat(serviceOf(request("GET /any HTTP/1.1", "Host: a.com"))).isEqualTo("all");
        assertThat(serviceOf(request("OPTIONS * HTTP/1.1", "Host: a.com"))).isEqualTo("all");
        assertThat(serviceOf(request("GET / HTTP/1.0"))).isEqualTo("all");
    }

    @Test
    void theFirstRouteThatFitsWins() {
        to("first").path("/a/").add();
        to("second").add();
        to("third").path("/a/b").add();

        assertThat(serviceOf(get("/a/b"))).isEqualTo("first");
        assertThat(serviceOf(get("/b"))).isEqualTo("second");
    }

    @Test
    void anEarlierDomainWinsOverALaterExactHost() {
        to("domain").host("*.a.com").add();
        to("host").host("www.a.com").add();

        assertThat(serviceOf(getFrom("www.a.com"))).isEqualTo("domain");
    }

    @Test
    void aRouteOfAShorterDomainAppliesWhereThoseOfTheLongerOneDoNot() {
        to("longer").host("*.b.a.com").path("/only").add();
        to("shorter").host("*.a.com").add();

        assertThat(serviceOf(getFrom("x.b.a.com"))).isEqualTo("shorter");
    }

    @Test
    void noRouteIsFoundWhereNoneFits() {
        to("a").host("a.com").add();

        assertThat(serviceOf(getFrom("b.com"))).isNull();
    }

    @Test
    void hostsAreComparedWithoutCasePortAndDotAtTheEnd() {
        to("a").host("a.com").add();
        to("six").host("[::1]").add();

        assertThat(serviceOf(getFrom("A.CoM"))).isEqualTo("a");
        assertThat(serviceOf(getFrom("a.com:8080"))).isEqualTo("a");
        assertThat(serviceOf(getFrom("a.com."))).isEqualTo("a");
        assertThat(serviceOf(getFrom("a.com.:80"))).isEqualTo("a");
        assertThat(serviceOf(getFrom("[::1]"))).isEqualTo("six");
        assertThat(serviceOf(getFrom("[::1]:80"))).isEqualTo("six");
        assertThat(serviceOf(getFrom("a.com.."))).isNull();
    }

    @Test
    void aDomainFitsWhatLiesBelowItAndNotItself() {
        to("below").host("*.a.com").add();

        assertThat(serviceOf(getFrom("x.a.com"))).isEqualTo("below");
        assertThat(serviceOf(getFrom("x.y.a.com:80"))).isEqualTo("below");
        assertThat(serviceOf(getFrom("a.com"))).isNull();
        assertThat(serviceOf(getFrom(".a.com"))).isNull();
        assertThat(serviceOf(getFrom("xa.com"))).isNull();
    }

    @Test
    void aRequestWithoutAHostFitsRoutesWithoutAHostOnly() {
        to("a").host("a.com").add();
        to("rest").add();

        assertThat(serviceOf(request("GET / HTTP/1.0"))).isEqualTo("rest");
    }

    @Test
    void theHostOfAnAbsoluteTargetCounts() {
        to("a").host("a.com").path("/").add();

        assertThat(serviceOf(request("GET http://a.com:81 HTTP/1.1", "Host: b.com")))
                .isEqualTo("a");
        assertThat(serviceOf(request("GET http://a.com?q HTTP/1.1", "Host: b.com")))
                .isEqualTo("a");
        assertThat(serviceOf(request("GET http://b.com/ HTTP/1.1", "Host: a.com")))
                .isNull();
    }

    @Test
    void anExactPathIsComparedWithoutTheQuery() {
        to("exact").path("/a").add();

        assertThat(serviceOf(get("/a"))).isEqualTo("exact");
        assertThat(serviceOf(get("/a?b=/c"))).isEqualTo("exact");
        assertThat(serviceOf(get("/a/"))).isNull();
        assertThat(serviceOf(get("/A"))).isNull();
        assertThat(serviceOf(get("/"))).isNull();
    }

    @Test
    void aPrefixFitsWhatBeginsWithIt() {
        to("prefix").path("/a/").add();

        assertThat(serviceOf(get("/a/"))).isEqualTo("prefix");
        assertThat(serviceOf(get("/a/b?c"))).isEqualTo("prefix");
        assertThat(serviceOf(get("/a"))).isNull();
        assertThat(serviceOf(get("/a?/"))).isNull();
    }

    @Test
    void theAsteriskTargetFitsNoPath() {
        to("root").path("/").add();

        assertThat(serviceOf(request("OPTIONS * HTTP/1.1", "Host: a.com"))).isNull();
        assertThat(serviceOf(request("OPTIONS http://a.com HTTP/1.1", "Host: a.com")))
                .isNull();
    }

    @Test
    void methodsAreComparedAsTheyAreWritten() {
        to("write").method("POST").method("PURGE").add();

        assertThat(serviceOf(request("POST / HTTP/1.1", "Host: a"))).isEqualTo("write");
        assertThat(serviceOf(request("PURGE / HTTP/1.1", "Host: a"))).isEqualTo("write");
        assertThat(serviceOf(request("post / HTTP/1.1", "Host: a"))).isNull();
        assertThat(serviceOf(get("/"))).isNull();
    }

    @Test
    void aFieldMustHaveExactlyTheValueButItsNameAnyCase() {
        to("beta").field("X-Channel", "beta").add();

        assertThat(serviceOf(getWith("x-CHANNEL:   beta  "))).isEqualTo("beta");
        assertThat(serviceOf(getWith("X-Channel: Beta"))).isNull();
        assertThat(serviceOf(getWith("X-Channel: beta2"))).isNull();
        assertThat(serviceOf(getWith("X_Channel: beta"))).isNull();
        assertThat(serviceOf(getWith("Accept: beta"))).isNull();
    }

    @Test
    void anyFieldOfTheNameMayHaveTheValue() {
        to("text").field("Accept", "text/plain").add();

        assertThat(serviceOf(getWith("Accept: text/html", "Accept: text/plain")))
                .isEqualTo("text");
    }

    @Test
    void everyFieldThatIsAskedForMustBeThere() {
        to("both").field("A", "1").field("B", "2").add();

        assertThat(serviceOf(getWith("B: 2", "A: 1"))).isEqualTo("both");
        assertThat(serviceOf(getWith("B: 2"))).isNull();
    }

    @Test
    void aFieldThatWasDroppedIsNotThere() {
        to("inside").field("X-Real-IP", "10.0.0.1").add();
        RequestHead head = getWith("X-Real-IP: 10.0.0.1");
        head.drop(1);

        assertThat(serviceOf(head)).isNull();
    }

    @Test
    void aRouteToAServiceThatThereIsNotIsRefused() {
        to("nowhere").add();

        assertThatThrownBy(() -> Router.of(routes, name -> null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("service: nowhere (expected: a service or a pool)");
    }

    private @Nullable String serviceOf(RequestHead head) {
        Service service = Router.of(routes, Named::new).route(head);
        return service == null ? null : service.name();
    }

    private static RequestHead get(String target) {
        return request("GET " + target + " HTTP/1.1", "Host: a.com");
    }

    private static RequestHead getFrom(String host) {
        return request("GET / HTTP/1.1", "Host: " + host);
    }

    private static RequestHead getWith(String... fields) {
        var lines = new ArrayList<>(List.of("GET / HTTP/1.1", "Host: a.com"));
        lines.addAll(List.of(fields));
        return request(lines.toArray(String[]::new));
    }

    private RouteBuilder to(String service) {
        return new RouteBuilder(service);
    }

    private final class RouteBuilder {
        private final List<HostPattern> hosts = new ArrayList<>();
        private final List<PathPattern> paths = new ArrayList<>();
        private final List<String> methods = new ArrayList<>();
        private final Map<String, String> fields = new HashMap<>();
        private final String service;

        RouteBuilder(String service) {
            this.service = service;
        }

        RouteBuilder host(String text) {
            boolean suffix = text.startsWith("*");
            hosts.add(new HostPattern(suffix ? text.substring(1) : text, suffix));
            return this;
        }

        RouteBuilder path(String text) {
            paths.add(new PathPattern(text, text.endsWith("/")));
            return this;
        }

        RouteBuilder method(String name) {
            methods.add(name);
            return this;
        }

        RouteBuilder field(String name, String value) {
            fields.put(name, value);
            return this;
        }

        void add() {
            routes.add(new RouteConfig(hosts, paths, methods, fields, service));
        }
    }

    /** A service of which only the name is asked. */
    record Named(String name) implements Service {
        @Override
        public void serve(Exchange exchange) {
            throw new UnsupportedOperationException("serve");
        }

        @Override
        public Preview preview(RequestHead request) {
            throw new UnsupportedOperationException("preview");
        }
    }
}
