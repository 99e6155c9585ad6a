package dev.evenkeel.bench.compare;

import dev.evenkeel.bench.rig.Evenkeel;
import dev.evenkeel.bench.rig.Programs;
import dev.evenkeel.bench.rig.Proxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Where something was measured: its shape and its software, and nothing that names this one machine.
 *
 * @param cores as the operating system counts them
 * @param processor the model's name
 * @param memoryGibibytes RAM
 * @param kernel the version of Linux
 * @param java what {@code java -version} says of the Java that runs Evenkeel
 * @param versions what each proxy says of itself
 */
record Machine(
        int cores, String processor, long memoryGibibytes, String kernel, String java, Map<Proxy, String> versions) {
    static Machine look(List<Proxy> proxies, Evenkeel evenkeel) {
        Map<Proxy, String> versions = new EnumMap<>(Proxy.class);
        proxies.forEach(proxy -> versions.put(proxy, proxy.version(evenkeel)));
        Path javaHome = evenkeel.javaHome();
        String java = javaHome == null ? "java" : javaHome.resolve("bin/java").toString();
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                valueOf("/proc/cpuinfo", "model name"),
                gibibytes(valueOf("/proc/meminfo", "MemTotal")),
                System.getProperty("os.version"),
                Programs.firstLine(List.of(java, "-version")),
                versions);
    }

    /** In one line. */
    String shape() {
        return cores + " cores, " + processor + ", " + memoryGibibytes + " GiB, Linux " + kernel;
    }

    private static long gibibytes(String kibibytes) {
        return Math.round(Long.parseLong(kibibytes.replace("kB", "").strip()) / (1024.0 * 1024.0));
    }

    private static String valueOf(String file, String key) {
        try {
            return Files.readString(Path.of(file))
                    .lines()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
