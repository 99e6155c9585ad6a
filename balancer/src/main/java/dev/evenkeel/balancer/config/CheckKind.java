package dev.evenkeel.balancer.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a backend is asked to find out whether it works. */
public sealed interface CheckKind {

    /** To take a connection. */
    record Tcp() implements CheckKind {}

    /**
     * To answer a request of HTTP/1.1.
     *
     * @param request what is sent
     * @param expectStatus the good statuses
     * @param expectBody a text that has to stand in the body; null for any body
     * @param checksPerConnection most checks of a backend on one connection, 1 or more
     */
    record Http(
            Request request,
            StatusSet expectStatus,
            @Nullable String expectBody,
            int checksPerConnection) implements CheckKind {}

    /**
     * A request without a body.
     *
     * @param path with its query, if there is one
     * @param host null for the address of the backend
     * @param headers further fields
     */
    record Request(String method, String path, @Nullable String host, Map<String, String> headers) {}
}
