package dev.evenkeel.balancer.scenes;

import static dev.evenkeel.balancer.testkit.SceneAssertions.assertThat;

import dev.evenkeel.balancer.testkit.Proxy;
import dev.evenkeel.balancer.testkit.Scene;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests go to which service: two services that say their names, and a rule between them. */
class RoutingTest {

    private static final String SERVICES = "services { one.fixed.body = one, two.fixed.body = two }\n";

    @RegisterExtension
    final Scene scene = new Scene();

    /** What matches {@code condition} goes to {@code one}, the rest to {@code two}. */
    private Proxy proxyWith(String condition) {
        return scene.proxy(
                SERVICES + "listeners.web.routes = [ { " + condition + ", service = one }, { service = two } ]");
    }

    @Nested
    class ByHost {

        @ParameterizedTest
        @CsvSource({
            "example.com, one",
            "EXAMPLE.com, one",
            "example.com:8080, one",
            "www.example.com, two",
            "example.com.evil, two",
            "notexample.com, two",
            "example.org, two"
        })
        void exactly(String host, String service) {
            assertThat(proxyWith("host = \"example.com\"").get("/", "Host: " + host))
                    .hasBody(service);
        }

        @ParameterizedTest
        @CsvSource({
            "www.example.com, one",
            "a.b.example.com, one",
            "WWW.Example.Com:81, one",
            "example.com, two",
            "badexample.com, two",
            "www.example.com.evil, two"
        })
        void bySuffix(String host, String service) {
            assertThat(proxyWith("host = \"*.example.com\"").get("/", "Host: " + host))
                    .hasBody(service);
        }

        @ParameterizedTest
        @CsvSource({"a.com, one", "x.b.com, one", "b.com, two"})
        void byAnyOfAList(String host, String service) {
            assertThat(proxyWith("host = [ \"a.com\", \"*.b.com\" ]").get("/", "Host: " + host))
                    .hasBody(service);
        }

        @Test
        void ofAnAbsoluteTargetRatherThanTheField() {
            assertThat(proxyWith("host = \"a.com\"").get("http://a.com/", "Host: b.com"))
                    .hasBody("one");
        }

        @Test
        void thatIsMissingInHttp10() {
            assertThat(proxyWith("host = \"a.com\"")
                            .client()
                            .send("GET / HTTP/1.0\r\n\r\n")
                            .readResponse())
                    .hasBody("two");
        }
    }

    @Nested
    class ByPath {

        @ParameterizedTest
        @CsvSource({"/exact, one", "/exact?query, one", "/exact/, two", "/exactly, two", "/Exact, two", "/, two"})
        void exactly(String target, String service) {
            assertThat(proxyWith("path = \"/exact\"").get(target)).hasBody(service);
        }

        @ParameterizedTest
        @CsvSource({"/api/, one", "/api/x, one", "/api/x/y?z, one", "/api, two", "/apix, two", "/x/api/, two"})
        void byPrefix(String target, String service) {
            assertThat(proxyWith("path = \"/api/\"").get(target)).hasBody(service);
        }

        @ParameterizedTest
        @CsvSource({"/img, one", "/images, two", "/imgs/x, one", "/im, two"})
        void byPrefixWithAStar(String target, String service) {
            assertThat(proxyWith("path = \"/img*\"").get(target)).hasBody(service);
        }

        @ParameterizedTest
        @CsvSource({"/a, one", "/b/c, one", "/b, two"})
        void byAnyOfAList(String target, String service) {
            assertThat(proxyWith("path = [ \"/a\", \"/b/\" ]").get(target)).hasBody(service);
        }

        @Test
        void ofAnAbsoluteTarget() {
            assertThat(proxyWith("path = \"/a\"").get("http://example.com/a?b")).hasBody("one");
        }

        @Test
        void doesNotFindItInTheQuery() {
            assertThat(proxyWith("path = \"/api/\"").get("/?/api/")).hasBody("two");
        }
    }

    @Nested
    class ByMethod {

        @ParameterizedTest
        @CsvSource({"GET, one", "DELETE, one", "PUT, two", "get, two"})
        void byAnyOfAList(String method, String service) {
            assertThat(proxyWith("method = [ GET, DELETE ]").request(method, "/"))
                    .hasBody(service);
        }
    }

    @Nested
    class ByField {

        @ParameterizedTest
        @ValueSource(strings = {"X-Canary: yes", "x-canary: yes", "X-Canary:yes "})
        void thatHasTheValue(String field) {
            assertThat(proxyWith("header { X-Canary = \"yes\" }").get("/", field))
                    .hasBody("one");
        }

        @ParameterizedTest
        @ValueSource(strings = {"X-Canary: no", "X-Canary: yes!", "X-Canary:", "X-Other: yes"})
        void thatHasNotTheValue(String field) {
            assertThat(proxyWith("header { X-Canary = \"yes\" }").get("/", field))
                    .hasBody("two");
        }

        @Test
        void needsEachOfSeveral() {
            Proxy proxy = proxyWith("header { A = \"1\", B = \"2\" }");
            assertThat(proxy.get("/", "A: 1")).hasBody("two");
            assertThat(proxy.get("/", "A: 1", "B: 2")).hasBody("one");
        }
    }

    @Test
    void everyConditionMustHold() {
        Proxy proxy = proxyWith("host = \"a.com\", path = \"/x\", method = GET");
        assertThat(proxy.get("/x", "Host: a.com")).hasBody("one");
        assertThat(proxy.get("/x", "Host: b.com")).hasBody("two");
        assertThat(proxy.get("/y", "Host: a.com")).hasBody("two");
        assertThat(proxy.request("PUT", "/x", "Host: a.com")).hasBody("two");
    }

    @Test
    void theFirstRouteThatMatchesWins() {
        Proxy proxy = scene.proxy(SERVICES
                + "listeners.web.routes = [ { path = \"/a*\", service = one }, { path = \"/ab\", service = two } ]");
        assertThat(proxy.get("/ab")).hasBody("one");
    }

    @Test
    void whatNoRouteMatchesIsNotFound() {
        Proxy proxy = scene.proxy(SERVICES + "listeners.web.routes = [ { path = \"/a\", service = one } ]");
        assertThat(proxy.get("/b")).hasStatus(404);
    }

    @Test
    void eachRequestOfAConnectionIsRoutedByItself() {
        var client = proxyWith("path = \"/one\"").client();
        assertThat(client.get("/one")).hasBody("one");
        assertThat(client.get("/two")).hasBody("two");
        assertThat(client.get("/one")).hasBody("one");
    }

    @Test
    void eachListenerHasItsOwnRoutes() {
        Proxy proxy = scene.proxy(
                SERVICES + "listeners { web.routes = [ { service = one } ], other.routes = [ { service = two } ] }");
        assertThat(proxy.client("web").get("/")).hasBody("one");
        assertThat(proxy.client("other").get("/")).hasBody("two");
    }
}
