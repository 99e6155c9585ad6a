package dev.evenkeel.bench.rig;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs that are compared. The config of each is the template of its id. */
public enum Proxy {
    EVENKEEL("evenkeel", "", "evenkeel", true),
    HAPROXY("haproxy", "haproxy", "haproxy", true),
    NGINX("nginx", "nginx-light", "nginx", true),
    PERLBAL("perlbal", "perlbal", "perlbal", false),
    APACHE("apache", "apache2", "apache2", true);

    private final String id;
    private final String debianPackage;
    private final String program;
    private final boolean accessLog;

    Proxy(String id, String debianPackage, String program, boolean accessLog) {
        this.id = id;
        this.debianPackage = debianPackage;
        this.program = program;
        this.accessLog = accessLog;
    }

    /** The name on the command line and in reports. */
    public String id() {
        return id;
    }

    /** The package to install on Debian and Ubuntu. */
    public String debianPackage() {
        return debianPackage;
    }

    /** Whether it can write an access log at all. */
    public boolean hasAccessLog() {
        return accessLog;
    }

    /** Whether the number of its threads or workers that serve requests can be chosen. */
    public boolean hasThreads() {
        return this == EVENKEEL || this == HAPROXY || this == NGINX;
    }

    /** Whether it can be started here; Evenkeel always, for it is ours. */
    public boolean isInstalled() {
        return this == EVENKEEL || Programs.find(program).isPresent();
    }

    /** What it says of its version. */
    public String version(Evenkeel evenkeel) {
        return switch (this) {
            case EVENKEEL -> Programs.firstLine(List.of(evenkeel.command().get(0), "--version"));
            case HAPROXY, NGINX, APACHE -> Programs.firstLine(List.of(executable(), "-v"));
            case PERLBAL -> Programs.firstLine(List.of(executable(), "--version"));
        };
    }

    /** The proxy of that id. */
    public static Proxy ofId(String id) {
        return Arrays.stream(values())
                .filter(proxy -> proxy.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new RigException("proxy: " + id + " (expected: one of " + ids() + ")"));
    }

    /** The ids of all proxies. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Proxy::id).toList();
    }

    List<String> command(Path config, Evenkeel evenkeel) {
        String file = config.toString();
        return switch (this) {
            case EVENKEEL -> append(evenkeel.command(), file);
            case HAPROXY -> List.of(executable(), "-db", "-f", file);
            case NGINX -> List.of(executable(), "-c", file);
            case PERLBAL -> List.of(executable(), "--config=" + file);
            case APACHE -> List.of(executable(), "-D", "FOREGROUND", "-f", file);
        };
    }

    /** HAProxy has no log files of its own: its lines go to standard output, which is the file. */
    boolean logsToOutput() {
        return this == HAPROXY;
    }

    /** The path of its program; its name if it is not installed. */
    public String executable() {
        Optional<Path> found = Programs.find(program);
        return found.map(Path::toString).orElse(program);
    }

    private static List<String> append(List<String> command, String argument) {
        return Stream.concat(command.stream(), Stream.of(argument)).toList();
    }
}
