package dev.evenkeel.balancer.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Decodes the top of the language, and judges what concerns several of its parts. */
final class ConfigDecoder {

    private final Section top;
    private final HeldPools held;
    private final Map<String, Section> listeners;
    private final Map<String, Section> services;
    private final Map<String, Section> pools;

    /**
     * @param held what is in memory already
     */
    ConfigDecoder(Section top, HeldPools held) {
        this.top = top;
        this.held = held;
        this.listeners = top.block("listeners").named();
        this.services = top.block("services").named();
        this.pools = top.block("pools").named();
    }

    /** The configuration; of no use if there were problems. */
    EvenkeelConfig decode() {
        var listenerConfigs = listeners();
        var admin = admin();
        requireDistinctBinds(listenerConfigs, admin);
        var log = new LogConfig(top.block("log").get(Keys.LOG_LEVEL), accessLog());
        return new EvenkeelConfig(listenerConfigs, services(), pools(), admin, runtime(top.block("runtime")), log);
    }

    private Map<String, ListenerConfig> listeners() {
        if (listeners.isEmpty()) {
            top.problem("listeners", "missing (expected: at least one listener)", "");
        }
        var targets = new TreeSet<>(services.keySet());
        targets.addAll(pools.keySet());
        var decoded = new LinkedHashMap<String, ListenerConfig>();
        listeners.forEach((name, section) -> decoded.put(name, new ListenerDecoder(section, targets).decode(name)));
        return Collections.unmodifiableMap(decoded);
    }

    private Map<String, ServiceConfig> services() {
        var decoded = new LinkedHashMap<String, ServiceConfig>();
        services.forEach((name, section) -> {
            if (pools.containsKey(name)) {
                section.problem("name used twice, here and for a pool", "Give one of them another name.");
            }
            var service = new ServiceDecoder(section).decode(name);
            if (service != null) {
                decoded.put(name, service);
            }
        });
        return Collections.unmodifiableMap(decoded);
    }

    private Map<String, PoolConfig> pools() {
        var decoded = new LinkedHashMap<String, PoolConfig>();
        pools.forEach((name, section) -> decoded.put(name, pool(name, section)));
        return Collections.unmodifiableMap(decoded);
    }

    private PoolConfig pool(String name, Section section) {
        var same = held.writtenAs(name, section.written());
        return same == null ? held.held(new PoolDecoder(section).decode(name)) : same;
    }

    private void requireDistinctBinds(Map<String, ListenerConfig> decoded, @Nullable AdminConfig admin) {
        var owners = new HashMap<Address, String>();
        decoded.forEach((name, listener) -> {
            var section = listeners.get(name);
            for (var address : listener.bind()) {
                var owner = address.isAnyPort() ? null : owners.putIfAbsent(address, "listeners." + name);
                if (owner != null && section != null) {
                    section.problem("bind", address + " is taken already, by " + owner, "Choose another address.");
                }
            }
        });
        var owner = admin == null ? null : owners.get(admin.bind());
        if (admin != null && owner != null) {
            top.block("admin")
                    .problem("bind", admin.bind() + " is taken already, by " + owner, "Choose another address.");
        }
    }

    private @Nullable AdminConfig admin() {
        var section = top.blockOrOff("admin");
        var bind = section == null ? null : section.find(Keys.ADMIN_BIND);
        if (section == null || bind == null) {
            return null;
        }
        var token = adminToken(section);
        if (!bind.isLocal() && token == null) {
            section.problem(
                    "bind",
                    Kind.mismatch(bind.toString(), "a loopback address or a Unix-domain socket, or a token"),
                    "Set admin.token, or bind it to 127.0.0.1, [::1] or unix:/path.");
        }
        var stateFile = section.find(Keys.ADMIN_STATE_FILE);
        return new AdminConfig(
                Locations.resolve(section, "bind", bind),
                token,
                stateFile == null ? null : fileInFolder(section, "state-file", stateFile),
                section.get(Keys.ADMIN_ON_CONFLICT),
                section.block("failures").get(Keys.FAILURES_KEEP));
    }

    /** Null if there is none, or none that is any good. */
    private static @Nullable String adminToken(Section section) {
        var token = section.find(Keys.ADMIN_TOKEN);
        if (token == null || !token.startsWith(Texts.FILE_PREFIX)) {
            return token;
        }
        var file = Locations.resolve(section, "token", token.substring(Texts.FILE_PREFIX.length()));
        try {
            var read = Files.readString(file).strip();
            if (Texts.isToken(read)) {
                return read;
            }
            section.problem("token", "there is no token in " + file, "Put one there, and nothing else.");
        } catch (IOException e) {
            section.problem("token", "\"" + file + "\" (expected: a file that can be read)", "");
        }
        return null;
    }

    private static Path fileInFolder(Section section, String key, String name) {
        var path = Locations.resolve(section, key, name);
        var folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(path)) {
            section.problem(key, "\"" + path + "\" (expected: a file in a folder that exists)", "");
        }
        return path;
    }

    private static RuntimeConfig runtime(Section section) {
        int threads = section.get(Keys.THREADS);
        return new RuntimeConfig(
                threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
                section.get(Keys.TRANSPORT),
                section.get(Keys.SHUTDOWN_TIMEOUT),
                section.get(Keys.RELOAD_ON_CHANGE));
    }

    private @Nullable AccessLogConfig accessLog() {
        var section = top.blockOrOff("access-log");
        if (section == null) {
            return null;
        }
        var file = section.find(Keys.ACCESS_LOG_FILE);
        boolean stdout = section.get(Keys.ACCESS_LOG_STDOUT);
        if (stdout == section.has("file")) {
            section.problem(
                    stdout ? "both file and stdout are set" : "neither file nor stdout is set",
                    "Set file = \"/path\" or stdout = on.");
        }
        var path = file == null ? null : fileInFolder(section, "file", file);
        return new AccessLogConfig(path, section.get(Keys.ACCESS_LOG_FORMAT), section.get(Keys.ACCESS_LOG_QUEUE));
    }
}
