package dev.evenkeel.bench.nodrop.load;

import java.util.List;
import java.util.Map;

/**
 * What leads a request to a pool.
 *
 * @param pool its name
 * @param port of the proxy's listener on the loopback address
 * @param host the Host field
 * @param path without a query
 * @param methods those that may be used; empty for all
 * @param fields further header fields
 * @param maxBody the longest body that may be sent, in bytes
 */
public record Target(
        String pool,
        int port,
        String host,
        String path,
        List<String> methods,
        Map<String, String> fields,
        long maxBody) {
    public Target {
        methods = List.copyOf(methods);
        fields = Map.copyOf(fields);
    }

    boolean takes(Kind kind) {
        boolean taken = methods.isEmpty() || methods.contains(kind.method());
        return taken && (kind != Kind.PIPELINED || methods.isEmpty() || methods.contains("HEAD"));
    }
}
