package dev.evenkeel.bench.nodrop.proxy;

import dev.evenkeel.balancer.config.HostPattern;
import dev.evenkeel.balancer.config.ListenerConfig;
import dev.evenkeel.balancer.config.PathPattern;
import dev.evenkeel.balancer.config.RouteConfig;
import dev.evenkeel.bench.nodrop.load.Kind;
import dev.evenkeel.bench.nodrop.load.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Works out from the routes of a listener what a client has to ask for, to come to a pool. */
final class Routes {
    /** A host and path that nobody has a rule for. */
    private static final String ANY_HOST = "nodrop.invalid";

    private static final String ANY_PATH = "/nodrop";

    private Routes() {}

    /** One target for each pool that the listener leads to. */
    static List<Target> targets(ListenerConfig listener, int port, Set<String> pools) {
        List<Target> targets = new ArrayList<>();
        Set<String> reached = new HashSet<>();
        for (int i = 0; i < listener.routes().size(); i++) {
            RouteConfig route = listener.routes().get(i);
            Target target = target(route, port, listener.client().limits().body());
            if (pools.contains(route.service())
                    && !reached.contains(route.service())
                    && canBeAsked(target)
                    && listener.routes().subList(0, i).stream().noneMatch(earlier -> fits(earlier, target))) {
                reached.add(route.service());
                targets.add(target);
            }
        }
        return targets;
    }

    private static Target target(RouteConfig route, int port, long maxBody) {
        String host = route.hosts().isEmpty() ? ANY_HOST : host(route.hosts().get(0));
        String path = route.paths().isEmpty() ? ANY_PATH : path(route.paths().get(0));
        return new Target(route.service(), port, host, path, route.methods(), route.headers(), maxBody);
    }

    private static String host(HostPattern pattern) {
        return pattern.suffix() ? "nodrop" + pattern.name() : pattern.name();
    }

    private static String path(PathPattern pattern) {
        return pattern.prefix() ? pattern.value() + ANY_PATH.substring(1) : pattern.value();
    }

    private static boolean canBeAsked(Target target) {
        return target.methods().isEmpty()
                || Arrays.stream(Kind.values())
                        .anyMatch(kind ->
                                kind != Kind.PIPELINED && target.methods().contains(kind.method()));
    }

    /** Whether a request for the target may fit the route, by any of its methods. */
    private static boolean fits(RouteConfig route, Target target) {
        return (route.hosts().isEmpty() || route.hosts().stream().anyMatch(pattern -> fits(pattern, target.host())))
                && (route.paths().isEmpty() || route.paths().stream().anyMatch(pattern -> fits(pattern, target.path())))
                && (route.methods().isEmpty()
                        || target.methods().isEmpty()
                        || route.methods().stream().anyMatch(target.methods()::contains))
                && route.headers().entrySet().stream().allMatch(field -> has(target.fields(), field));
    }

    private static boolean fits(HostPattern pattern, String host) {
        return pattern.suffix() ? host.endsWith(pattern.name()) : host.equals(pattern.name());
    }

    private static boolean fits(PathPattern pattern, String path) {
        return pattern.prefix() ? path.startsWith(pattern.value()) : path.equals(pattern.value());
    }

    private static boolean has(Map<String, String> fields, Map.Entry<String, String> wanted) {
        return fields.entrySet().stream()
                .anyMatch(field -> field.getKey()
                                .toLowerCase(Locale.ROOT)
                                .equals(wanted.getKey().toLowerCase(Locale.ROOT))
                        && field.getValue().equals(wanted.getValue()));
    }
}
