package dev.evenkeel.bench.rig;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds programs on this machine and asks them who they are. */
public final class Programs {
    /** Where Debian keeps daemons, which is not on everybody's path. */
    private static final List<String> SYSTEM_FOLDERS = List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

    private Programs() {}

    /** The program of that name on the path or among the system's daemons. */
    public static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of(path.split(Pattern.quote(File.pathSeparator), -1)), SYSTEM_FOLDERS.stream())
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Fails with the way to install it if the program is not there. */
    public static void require(String name, String debianPackage) {
        if (find(name).isEmpty()) {
            throw new RigException(name + " is not installed; on Debian and Ubuntu: apt-get install " + debianPackage);
        }
    }

    /**
     * The first line that the command prints, to standard output or else to standard error; what went wrong if it
     * cannot run.
     */
    public static String firstLine(List<String> command) {
        try {
            Path errors = Files.createTempFile("evenkeel-bench-", ".err");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectError(errors.toFile())
                        .redirectInput(new File("/dev/null"))
                        .start();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return firstLine(output.isBlank() ? Files.readString(errors) : output);
            } finally {
                Files.delete(errors);
            }
        } catch (IOException e) {
            return "unknown (" + e.getMessage() + ")";
        }
    }

    private static String firstLine(String output) {
        return output.lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("")
                .strip();
    }
}
