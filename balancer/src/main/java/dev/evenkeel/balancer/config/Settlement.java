package dev.evenkeel.balancer.config;

import java.util.List;

/**
 * What came of laying live changes over a file.
 *
 * @param result the configuration that holds now, or what would be wrong with it
 * @param overlay the changes that still differ from the file
 * @param notes a sentence for each change that fell away, and for each that stands against a file that changed too
 */
public record Settlement(LoadResult result, Overlay overlay, List<String> notes) {}
