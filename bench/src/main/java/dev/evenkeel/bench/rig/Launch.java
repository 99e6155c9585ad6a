package dev.evenkeel.bench.rig;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a program is started.
 *
 * @param name what messages call it
 * @param command the program and its arguments
 * @param environment variables set besides the inherited ones
 * @param directory where it runs
 * @param output the file to which its standard output is appended
 * @param errors the file to which its standard error is appended
 */
public record Launch(
        String name, List<String> command, Map<String, String> environment, Path directory, Path output, Path errors) {
    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
