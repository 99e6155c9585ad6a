package dev.evenkeel.balancer.route;

import dev.evenkeel.balancer.config.HostPattern;
import dev.evenkeel.balancer.config.RouteConfig;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.route.RouteTrial.Result;
import dev.evenkeel.balancer.service.Service;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the service of a request: the one of the first route that fits. Immutable, safe from any thread.
 *
 * <p>Hosts are compared without regard to case, without the port and without a dot at the end. Path, method and field
 * values are compared byte by byte as they were sent: {@code /a%62c} is not {@code /abc}. Of several fields of one name,
 * any may have the value. A request of HTTP/1.0 that names no host fits routes without a host only.
 *
 * <p>What a host decides is decided when the router is made: for each exact host there is a list of the routes that are
 * left, likewise for each domain, and one for all other hosts. So the hosts of a thousand sites cost one look into a
 * table, and nothing is allocated.
 */
public final class Router {
    private final List<Rule> rules;
    private final @Nullable HostTable hosts;
    private final @Nullable HostTable domains;
    private final Rule[] otherHosts;

    private Router(List<Rule> rules, @Nullable HostTable hosts, @Nullable HostTable domains, Rule[] otherHosts) {
        this.rules = List.copyOf(rules);
        this.hosts = hosts;
        this.domains = domains;
        this.otherHosts = otherHosts;
    }

    /**
     * Makes a router.
     *
     * @param routes in the order in which they are tried
     * @param services gives each service by its name
     * @throws IllegalArgumentException if a route names a service that there is not
     */
    public static Router of(List<RouteConfig> routes, Function<String, @Nullable Service> services) {
        var rules = new ArrayList<Rule>();
        var hosts = new HashSet<String>();
        var domains = new HashSet<String>();
        for (RouteConfig route : routes) {
            Service service = services.apply(route.service());
            if (service == null) {
                throw new IllegalArgumentException("service: " + route.service() + " (expected: a service or a pool)");
            }
            rules.add(new Rule(route, service));
            for (HostPattern pattern : route.hosts()) {
                (pattern.suffix() ? domains : hosts).add(pattern.name());
            }
        }
        return new Router(
                rules,
                table(hosts, rules, (host, pattern) -> fitsHost(pattern, host)),
                table(domains, rules, (domain, pattern) -> pattern.suffix() && domain.endsWith(pattern.name())),
                candidates(rules, pattern -> false));
    }

    private static boolean fitsHost(HostPattern pattern, String host) {
        if (!pattern.suffix()) {
            return host.equals(pattern.name());
        }
        return host.length() > pattern.name().length() && host.endsWith(pattern.name());
    }

    private interface Fit {
        boolean test(String name, HostPattern pattern);
    }

    private static @Nullable HostTable table(Set<String> names, List<Rule> rules, Fit fit) {
        if (names.isEmpty()) {
            return null;
        }
        var table = new HostTable(names.size());
        for (String name : names) {
            table.put(name, candidates(rules, pattern -> fit.test(name, pattern)));
        }
        return table;
    }

    /** The rules that may apply to a host, given which patterns fit it; none behind one that always applies. */
    private static Rule[] candidates(List<Rule> rules, Predicate<HostPattern> fits) {
        var candidates = new ArrayList<Rule>();
        for (Rule rule : rules) {
            if (rule.hosts().isEmpty() || rule.hosts().stream().anyMatch(fits)) {
                candidates.add(rule);
                if (rule.unconditional()) {
                    break;
                }
            }
        }
        return candidates.toArray(Rule[]::new);
    }

    /** Returns the service of the first route that fits, or null if none does. */
    public @Nullable Service route(RequestHead head) {
        Rule rule = find(head);
        return rule == null ? null : rule.service();
    }

    private @Nullable Rule find(RequestHead head) {
        for (Rule rule : candidates(head)) {
            if (rule.fits(head)) {
                return rule;
            }
        }
        return null;
    }

    /** Says for each route, in the order in which they are tried, whether a request fits it and if not, why. */
    public List<RouteTrial> explain(RequestHead head) {
        Rule found = find(head);
        Set<Rule> ofItsHost = Set.of(candidates(head));
        var trials = new ArrayList<RouteTrial>();
        boolean tried = true;
        for (Rule rule : rules) {
            if (!tried) {
                trials.add(new RouteTrial(rule.route(), Result.NOT_TRIED, null));
            } else if (rule.equals(found)) {
                trials.add(new RouteTrial(rule.route(), Result.MATCH, null));
                tried = false;
            } else {
                Misfit misfit = ofItsHost.contains(rule) ? rule.misfit(head) : rule.misfitOfHost(head);
                trials.add(new RouteTrial(rule.route(), Result.NO_MATCH, misfit));
            }
        }
        return trials;
    }

    /**
     * The hash of a name is made from its end, so that on the way from there to the beginning of the host the hash of each
     * domain that it lies in comes by. The longest domain known wins: the rules of shorter ones are in its list too.
     */
    private Rule[] candidates(RequestHead head) {
        if (hosts == null && domains == null) {
            return otherHosts;
        }
        byte[] bytes = head.bytes();
        int start = head.authorityStart();
        int end = head.hostEnd();
        if (end > start + 1 && bytes[end - 1] == '.') {
            end--;
        }
        Rule[] found = otherHosts;
        int hash = 0;
        for (int i = end - 1; i >= start; i--) {
            hash = HostTable.nextHash(hash, bytes[i]);
            if (domains != null && bytes[i] == '.' && i > start) {
                found = domains.getOrDefault(hash, bytes, i, end, found);
            }
        }
        return hosts == null ? found : hosts.getOrDefault(hash, bytes, start, end, found);
    }
}
