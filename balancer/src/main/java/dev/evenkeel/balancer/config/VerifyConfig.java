package dev.evenkeel.balancer.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a new connection to a backend is asked before a client's request is put on it.
 *
 * @param method of the request, not HEAD
 * @param target {@code *}, which goes with OPTIONS, or a path
 * @param host the Host field; null for the address of the backend
 * @param timeout how long the whole answer may take, above zero
 * @param expectStatus the statuses of a backend that works, at least one
 */
public record VerifyConfig(
        String method, String target, @Nullable String host, Duration timeout, StatusSet expectStatus) {}
