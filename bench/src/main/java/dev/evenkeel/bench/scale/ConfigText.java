package dev.evenkeel.bench.scale;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes the configurations and the state file that are measured. */
final class ConfigText {
    /** The pool that has all backends, or the first of many. */
    static final String POOL = "pool-0";

    private static final String ASKED = "asked";

    private final Path stateFile;
    private final String transport;
    private final int port;
    private final int adminPort;
    private final Addresses addresses;

    ConfigText(Path stateFile, String transport, List<Integer> ports, Addresses addresses) {
        this.stateFile = stateFile;
        this.transport = transport;
        this.port = ports.get(0);
        this.adminPort = ports.get(1);
        this.addresses = addresses;
    }

    int port() {
        return port;
    }

    int adminPort() {
        return adminPort;
    }

    Path stateFile() {
        return stateFile;
    }

    /**
     * One pool with very many backends, and beside it one with a single backend, which the clients ask: on the same event
     * loops, but without a new connection for each request, of which the collector would have more to do than of any change.
     */
    String onePool(int backends, String settings) {
        String asked = "  " + ASKED + " { backends = [ \"127.0.0.1:" + addresses.port() + "\" ] }";
        return frame(ASKED, pool(0, 0, backends, settings) + "\n" + asked);
    }

    /** Many pools of the same size, the first {@code changed} of them with a setting more than the others, on a line more. */
    String manyPools(int pools, int backends, int changed) {
        return frame(
                POOL,
                IntStream.range(0, pools)
                        .mapToObj(number -> pool(
                                number, number * backends, backends, number < changed ? "queue { timeout = 9s }" : ""))
                        .collect(Collectors.joining("\n")));
    }

    /** The state file that a daemon has written after as many backends were added to its pool. */
    String stateWith(int backends) {
        return IntStream.range(0, backends)
                .mapToObj(number -> "{\"pool\":\"" + POOL + "\",\"backend\":\"" + addresses.of(number)
                        + "\",\"presence\":\"added\",\"values\":{\"address\":{\"live\":\"" + addresses.of(number)
                        + "\",\"file\":null}}}")
                .collect(Collectors.joining(",\n", "{\"version\":1,\"changes\":[\n", "\n]}\n"));
    }

    private String pool(int number, int firstAddress, int backends, String settings) {
        String line = settings.isEmpty() ? "" : "    " + settings + "\n";
        return IntStream.range(firstAddress, firstAddress + backends)
                .mapToObj(address -> "    \"" + addresses.of(address) + "\"")
                .collect(
                        Collectors.joining("\n", "  pool-" + number + " {\n" + line + "    backends = [\n", "\n  ] }"));
    }

    private String frame(String service, String pools) {
        return """
                listeners.web {
                  bind = "127.0.0.1:%d"
                  routes = [ { service = %s } ]
                }
                admin { bind = "127.0.0.1:%d", state-file = "%s" }
                runtime.transport = %s
                pools {
                %s
                }
                """.formatted(port, service, adminPort, stateFile, transport, pools);
    }
}
