package dev.evenkeel.bench.rig;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the Lua that tells wrk what to send, and has it print its totals on one line for
 * {@link LoadResult}. A script for one request builds it once, before the run; one for several takes them
 * in turn.
 */
final class WrkScript {
    private static final String PRINT_TOTALS = """
            done = function(summary, latency, requests)
              local errors = summary.errors
              io.write(string.format(
                "totals requests=%d duration-us=%d bytes=%d status=%d connect=%d read=%d write=%d timeout=%d p50-us=%d p99-us=%d\\n",
                summary.requests, summary.duration, summary.bytes,
                errors.status, errors.connect, errors.read, errors.write, errors.timeout,
                latency:percentile(50), latency:percentile(99)))
            end
            """;

    private WrkScript() {}

    static String of(Request request) {
        return "wrk.method = " + quote(request.method()) + "\n"
                + "wrk.path = " + quote(request.path()) + "\n"
                + request.fields().stream()
                        .map(field -> "wrk.headers[" + quote(field.name()) + "] = " + quote(field.value()) + "\n")
                        .collect(Collectors.joining())
                + (request.bodyBytes() == 0 ? "" : "wrk.body = " + body(request) + "\n")
                + PRINT_TOTALS;
    }

    static String inTurn(List<Request> requests) {
        return "local requests = {}\n"
                + "local next = 0\n"
                + "init = function(args)\n"
                + requests.stream().map(WrkScript::format).collect(Collectors.joining())
                + "end\n"
                + "request = function()\n"
                + "  next = next % #requests + 1\n"
                + "  return requests[next]\n"
                + "end\n"
                + PRINT_TOTALS;
    }

    private static String format(Request request) {
        String fields = request.fields().stream()
                .map(field -> "[" + quote(field.name()) + "] = " + quote(field.value()))
                .collect(Collectors.joining(", ", "{", "}"));
        String body = request.bodyBytes() == 0 ? "nil" : body(request);
        return "  requests[#requests + 1] = wrk.format(" + quote(request.method()) + ", " + quote(request.path()) + ", "
                + fields + ", " + body + ")\n";
    }

    private static String body(Request request) {
        return "string.rep(\"x\", " + request.bodyBytes() + ")";
    }

    private static String quote(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
