package dev.evenkeel.balancer.route;

import dev.evenkeel.balancer.config.RouteConfig;
import org.jspecify.annotations.Nullable;

/**
 * How one route fared with a request.
 *
 * @param route as it was configured
 * @param result what came of it
 * @param misfit the first condition that the request does not fit; null unless the result is {@link Result#NO_MATCH}
 */
public record RouteTrial(
        RouteConfig route, Result result, @Nullable Misfit misfit) {

    /** What can come of it. */
    public enum Result {
        /** The request goes here. */
        MATCH,
        /** The request does not fit. */
        NO_MATCH,
        /** An earlier route matched. */
        NOT_TRIED
    }
}
