package dev.evenkeel.balancer.peer;

import java.nio.file.Path;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * The images under {@code src/test/containers}, each built when it is first needed. The engine keeps them, so
 * that the next run finds every layer in its cache.
 */
final class Images {
    static final ImageFromDockerfile NGINX = image("nginx");
    static final ImageFromDockerfile DJANGO = image("django");
    static final ImageFromDockerfile APACHE = image("apache");

    private Images() {}

    private static ImageFromDockerfile image(String name) {
        return new ImageFromDockerfile("evenkeel-test/" + name, false)
                .withFileFromPath(".", Path.of("src/test/containers", name))
                .withBuildImageCmdModifier(build -> build.withNetworkMode("host"));
    }
}
