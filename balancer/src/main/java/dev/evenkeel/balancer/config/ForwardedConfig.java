package dev.evenkeel.balancer.config;

import java.util.List;

/**
 * What backends are told of the client and of the way the request came.
 *
 * @param xForwarded send {@code X-Forwarded-For}, {@code -Proto} and {@code -Host}
 * @param forwarded send {@code Forwarded} (RFC 7239)
 * @param via add {@code Via} both ways (RFC 9110 §7.6.3)
 * @param requestId send {@code X-Request-Id}
 * @param trusted peers whose own such fields are believed and extended; those of all others are dropped
 */
public record ForwardedConfig(
        boolean xForwarded, boolean forwarded, boolean via, boolean requestId, List<Cidr> trusted) {}
