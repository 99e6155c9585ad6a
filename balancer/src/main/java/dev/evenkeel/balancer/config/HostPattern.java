package dev.evenkeel.balancer.config;

/**
 * A host, or all hosts below a domain.
 *
 * @param name in lower case and without a port. If {@code suffix}, it begins with a dot: {@code *.a.com} is
 *     {@code .a.com}, which fits {@code x.a.com} and {@code x.y.a.com} but not {@code a.com}
 * @param suffix whether it is compared with the end of the request's host
 */
public record HostPattern(String name, boolean suffix) {

    @Override
    public String toString() {
        return suffix ? "*" + name : name;
    }
}
