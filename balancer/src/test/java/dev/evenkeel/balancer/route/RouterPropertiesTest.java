package dev.evenkeel.balancer.route;

import static dev.evenkeel.balancer.http1.ParsedHeads.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.balancer.config.HostPattern;
import dev.evenkeel.balancer.config.PathPattern;
import dev.evenkeel.balancer.config.RouteConfig;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.route.RouteTrial.Result;
import dev.evenkeel.balancer.route.RouterTest.Named;
import dev.evenkeel.balancer.service.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** The router against a model that tries one route after the other, on names that collide often. */
final class RouterPropertiesTest {

    private record Request(String method, String host, String path, Map<String, String> fields) {
        /** The service of the route that the explanation says matches. */
        @Nullable
        String matchIn(Router router) {
            return triedBy(router).stream()
                    .filter(trial -> trial.result() == Result.MATCH)
                    .map(trial -> trial.route().service())
                    .findFirst()
                    .orElse(null);
        }

        List<RouteTrial> triedBy(Router router) {
            return router.explain(head()).stream()
                    .filter(trial -> trial.result() != Result.NOT_TRIED)
                    .toList();
        }

        @Nullable
        String routedBy(Router router) {
            Service service = router.route(head());
            return service == null ? null : service.name();
        }

        private RequestHead head() {
            var lines = new ArrayList<>(List.of(method + " " + path + "?a=/b HTTP/1.1", "Host: " + host));
            fields.forEach((name, value) -> lines.add(name + ": " + value));
            return request(lines.toArray(String[]::new));
        }

        boolean fits(RouteConfig route) {
            return fitsHost(route) && fitsPath(route) && fitsMethod(route) && fitsFields(route);
        }

        private boolean fitsHost(RouteConfig route) {
            String bare = host.toLowerCase(Locale.ROOT).replaceAll("\\.?(:[0-9]*)?$", "");
            return route.hosts().isEmpty()
                    || route.hosts().stream()
                            .anyMatch(pattern -> pattern.suffix()
                                    ? bare.length() > pattern.name().length() && bare.endsWith(pattern.name())
                                    : bare.equals(pattern.name()));
        }

        private boolean fitsPath(RouteConfig route) {
            return route.paths().isEmpty()
                    || route.paths().stream()
                            .anyMatch(pattern ->
                                    pattern.prefix() ? path.startsWith(pattern.value()) : path.equals(pattern.value()));
        }

        private boolean fitsMethod(RouteConfig route) {
            return route.methods().isEmpty() || route.methods().contains(method);
        }

        private boolean fitsFields(RouteConfig route) {
            return route.headers().entrySet().stream()
                    .allMatch(wanted -> fields.entrySet().stream()
                            .anyMatch(field -> field.getKey().equalsIgnoreCase(wanted.getKey())
                                    && field.getValue().equals(wanted.getValue())));
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void theFirstRouteThatFitsIsFound(
            @ForAll("routes") List<RouteConfig> unnamed, @ForAll("requests") List<Request> requests) {
        var routes = new ArrayList<RouteConfig>();
        for (RouteConfig route : unnamed) {
            routes.add(new RouteConfig(
                    route.hosts(), route.paths(), route.methods(), route.headers(), "route " + routes.size()));
        }
        Router router = Router.of(routes, Named::new);
        for (Request request : requests) {
            String expected = routes.stream()
                    .filter(request::fits)
                    .map(RouteConfig::service)
                    .findFirst()
                    .orElse(null);
            assertThat(request.routedBy(router)).as("%s", request).isEqualTo(expected);
            assertThat(request.matchIn(router)).as("%s", request).isEqualTo(expected);
            assertThat(request.triedBy(router))
                    .as("%s", request)
                    .allSatisfy(trial -> assertThat(trial.misfit())
                            .as("%s", trial)
                            .matches(misfit -> (misfit == null) == request.fits(trial.route())));
        }
    }

    @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
    void eachOfManyHostsIsFound(@ForAll("manyHosts") List<String> hosts) {
        var routes = hosts.stream()
                .map(host -> new RouteConfig(
                        List.of(new HostPattern(host, false), new HostPattern(".of." + host, true)),
                        List.of(),
                        List.of(),
                        Map.of(),
                        host))
                .toList();
        Router router = Router.of(routes, Named::new);
        for (String host : hosts) {
            assertThat(new Request("GET", host, "/", Map.of()).routedBy(router)).isEqualTo(host);
            assertThat(new Request("GET", "one.of." + host, "/", Map.of()).routedBy(router))
                    .isEqualTo(host);
        }
    }

    @Provide
    Arbitrary<List<RouteConfig>> routes() {
        var host = Combinators.combine(labels(), Arbitraries.of(true, false))
                .as((name, suffix) -> new HostPattern(suffix ? "." + name : name, suffix));
        var path = Combinators.combine(paths(), Arbitraries.of(true, false))
                .as((value, prefix) -> new PathPattern(value, prefix || value.endsWith("/")));
        var fields = Arbitraries.maps(Arbitraries.of("X-A", "X-B"), Arbitraries.of("1", "2"))
                .ofMaxSize(1);
        return Combinators.combine(
                        host.list().ofMaxSize(3),
                        path.list().ofMaxSize(2),
                        Arbitraries.of("GET", "PURGE").list().ofMaxSize(1),
                        fields)
                .as((hosts, routePaths, methods, headers) ->
                        new RouteConfig(hosts, routePaths, methods, headers, "unnamed"))
                .list()
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<Request>> requests() {
        var host = Combinators.combine(labels(), Arbitraries.of("", ".", ":80", ".:8080"), Arbitraries.of(true, false))
                .as((name, end, upper) -> (upper ? name.toUpperCase(Locale.ROOT) : name) + end);
        return Combinators.combine(
                        Arbitraries.of("GET", "PURGE", "get"),
                        host,
                        paths(),
                        Arbitraries.maps(Arbitraries.of("x-a", "X-B", "X_A"), Arbitraries.of("1", "2", "12")))
                .as(Request::new)
                .list()
                .ofSize(8);
    }

    @Provide
    Arbitrary<List<String>> manyHosts() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .ofMinLength(1)
                .ofMaxLength(12)
                .map(name -> name + ".example")
                .list()
                .uniqueElements()
                .ofMinSize(200)
                .ofMaxSize(400);
    }

    private static Arbitrary<String> labels() {
        return Arbitraries.of("a", "b", "c").list().ofMinSize(1).ofMaxSize(4).map(labels -> String.join(".", labels));
    }

    private static Arbitrary<String> paths() {
        return Arbitraries.of("", "a", "aa", "b")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(parts -> "/" + String.join("/", parts));
    }
}
