package dev.evenkeel.bench.nodrop.proxy;

import dev.evenkeel.bench.rig.Proxy;
import java.nio.file.Path;
import java.util.List;

/** What differs between the proxies that read their file again. */
public enum Dialect {
    HAPROXY(Proxy.HAPROXY, "USR2"),
    NGINX(Proxy.NGINX, "HUP");

    private final Proxy program;
    private final String reloadSignal;

    Dialect(Proxy program, String reloadSignal) {
        this.program = program;
        this.reloadSignal = reloadSignal;
    }

    Proxy program() {
        return program;
    }

    String reloadSignal() {
        return reloadSignal;
    }

    List<String> command(Path config) {
        return switch (this) {
            case HAPROXY -> List.of(program.executable(), "-W", "-f", config.toString());
            case NGINX -> List.of(program.executable(), "-c", config.toString());
        };
    }

    String server(Member member) {
        String backup = member.backup() ? " backup" : "";
        return switch (this) {
            case HAPROXY ->
                "    server s" + member.port() + " " + member.address() + " weight " + member.weight() + backup;
            case NGINX ->
                "        server " + member.address() + " weight=" + member.weight() + " max_fails=1 fail_timeout=1s"
                        + backup + ";";
        };
    }

    /** Of the last backend that was tried; -1 if there was none. Both logs begin with its address and the time to connect. */
    int backendPort(String line) {
        String address = lastOf(line.split(" \\| ", -1)[0]);
        int colon = address.lastIndexOf(':');
        String port = address.substring(colon + 1);
        return colon >= 0 && port.matches("[0-9]+") ? Integer.parseInt(port) : -1;
    }

    /** Whether there was a connection to it. */
    boolean reached(String line) {
        String[] parts = line.split(" \\| ", -1);
        String time = parts.length < 2 ? "-" : lastOf(parts[1]);
        return !time.startsWith("-");
    }

    private static String lastOf(String list) {
        return list.substring(list.lastIndexOf(',') + 1).strip();
    }
}
