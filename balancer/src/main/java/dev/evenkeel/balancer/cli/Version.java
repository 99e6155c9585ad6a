package dev.evenkeel.balancer.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Says which Evenkeel this is, and on which Java it runs. */
public final class Version implements IVersionProvider {

    private static final String FILE = "/dev/evenkeel/balancer/version.properties";

    @Override
    public String[] getVersion() {
        return new String[] {
            "evenkeel " + number() + " (Java " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch") + ")"
        };
    }

    /** The version that the build gave to this one. */
    public static String number() {
        var properties = new Properties();
        try (var stream = Version.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException(FILE + " is not on the class path; build with Maven");
            }
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }
}
