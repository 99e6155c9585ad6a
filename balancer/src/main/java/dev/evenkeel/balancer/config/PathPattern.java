package dev.evenkeel.balancer.config;

/**
 * A path, or all paths that begin alike. Compared with the path of the request target as sent, without the query.
 *
 * @param value begins with a slash; without the star that marks a prefix in the file
 * @param prefix whether it is compared with the beginning of the request's path
 */
public record PathPattern(String value, boolean prefix) {

    @Override
    public String toString() {
        return prefix && !value.endsWith("/") ? value + "*" : value;
    }
}
