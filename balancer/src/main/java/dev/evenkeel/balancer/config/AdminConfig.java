package dev.evenkeel.balancer.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The admin listener.
 *
 * @param bind an IP address or a Unix-domain socket; port 0 means any free port; without a token, no address that others
 *     can reach
 * @param token what whoever asks has to show, or null for none
 * @param stateFile where live changes are kept, or null if they are lost at the next start
 * @param onConflict who wins at a start or reload where a live change and the file differ
 * @param failuresKept how many failed exchanges of each outcome are remembered to be asked for; 0 for none
 */
public record AdminConfig(
        Address bind, @Nullable String token, @Nullable Path stateFile, ConflictRule onConflict, int failuresKept) {

    /** Does not show the token. */
    @Override
    public String toString() {
        return "AdminConfig[bind=" + bind + ", token=" + (token == null ? "none" : "set") + ", stateFile=" + stateFile
                + ", onConflict=" + onConflict + ", failuresKept=" + failuresKept + "]";
    }
}
