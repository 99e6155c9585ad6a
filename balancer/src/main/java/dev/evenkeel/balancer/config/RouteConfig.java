package dev.evenkeel.balancer.config;

import java.util.List;
import java.util.Map;

/**
 * One rule: which requests go to a service. A request matches if it fits each of the conditions that are given;
 * an empty collection is no condition.
 *
 * @param hosts any one of them must fit
 * @param paths any one of them must fit
 * @param methods any one of them must be the method; case matters, as in RFC 9110 §9.1
 * @param headers each named field must have exactly this value; names without regard to case
 * @param service the name of a service or pool, which exists
 */
public record RouteConfig(
        List<HostPattern> hosts,
        List<PathPattern> paths,
        List<String> methods,
        Map<String, String> headers,
        String service) {}
