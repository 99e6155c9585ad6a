package dev.evenkeel.bench.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The shape of a machine, and nothing that names this one.
 *
 * @param cores as the operating system counts them
 * @param processor the model's name
 * @param memoryGibibytes RAM
 * @param kernel the version of Linux
 */
record Machine(int cores, String processor, long memoryGibibytes, String kernel) {
    static Machine look() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                valueOf("/proc/cpuinfo", "model name"),
                gibibytes(valueOf("/proc/meminfo", "MemTotal")),
                version(System.getProperty("os.version")));
    }

    /** Without what the builder of the kernel added, as in {@code 6.1.0-9-amd64}. */
    static String version(String kernel) {
        return kernel.replaceFirst("-.*", "");
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
