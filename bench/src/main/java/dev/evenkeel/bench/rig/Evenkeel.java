package dev.evenkeel.bench.rig;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How Evenkeel is started, which the others leave no choice about.
 *
 * @param command the command and its arguments, to which the config file is added
 * @param javaHome the Java to run it with; null for the launcher's own choice
 * @param transport {@code runtime.transport} in its config
 * @param jvmFlags flags for its JVM besides the launcher's; may be empty
 */
public record Evenkeel(List<String> command, @Nullable Path javaHome, String transport, String jvmFlags) {
    public Evenkeel {
        command = List.copyOf(command);
    }

    /** The same with further flags for its JVM. */
    public Evenkeel withJvmFlags(String flags) {
        return new Evenkeel(command, javaHome, transport, (jvmFlags + " " + flags).strip());
    }

    /** What {@code java -version} says first of the Java that runs it. */
    public String javaVersion() {
        String java = javaHome == null ? "java" : javaHome.resolve("bin/java").toString();
        return Programs.firstLine(List.of(java, "-version"));
    }

    /** Variables for its process besides the inherited ones. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        if (javaHome != null) {
            environment.put("JAVA_HOME", javaHome.toString());
        }
        if (!jvmFlags.isEmpty()) {
            environment.put("JDK_JAVA_OPTIONS", jvmFlags);
        }
        return environment;
    }
}
