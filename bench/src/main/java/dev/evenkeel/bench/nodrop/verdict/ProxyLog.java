package dev.evenkeel.bench.nodrop.verdict;

import dev.evenkeel.bench.nodrop.proxy.TestedProxy;
import dev.evenkeel.bench.nodrop.proxy.TestedProxy.LogEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the proxy's access log says of some requests. */
final class ProxyLog {
    private final Map<Long, LogEntry> entries = new HashMap<>();

    private ProxyLog() {}

    static ProxyLog read(TestedProxy proxy, Set<Long> interesting) {
        ProxyLog log = new ProxyLog();
        if (!Files.exists(proxy.accessLog())) {
            return log;
        }
        try (BufferedReader lines = Files.newBufferedReader(proxy.accessLog(), StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                proxy.parse(line)
                        .filter(entry -> interesting.contains(entry.id()))
                        .ifPresent(entry -> log.entries.put(entry.id(), entry));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return log;
    }

    Optional<LogEntry> of(long id) {
        return Optional.ofNullable(entries.get(id));
    }
}
