package dev.evenkeel.balancer.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Evenkeel this is. */
public final class Version {

    private static final String FILE = "/dev/evenkeel/balancer/version.properties";

    private Version() {}

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
