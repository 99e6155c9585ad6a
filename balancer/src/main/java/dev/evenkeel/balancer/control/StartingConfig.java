package dev.evenkeel.balancer.control;

import dev.evenkeel.balancer.config.AdminConfig;
import dev.evenkeel.balancer.config.ConfigFile;
import dev.evenkeel.balancer.config.ConflictRule;
import dev.evenkeel.balancer.config.EvenkeelConfig;
import dev.evenkeel.balancer.config.Fitting;
import dev.evenkeel.balancer.config.LaidConfig;
import dev.evenkeel.balancer.config.LoadResult;
import dev.evenkeel.balancer.config.Overlay;
import dev.evenkeel.balancer.config.Settlement;
import dev.evenkeel.balancer.state.StateFile;
import dev.evenkeel.balancer.state.UnreadableStateException;
import java.io.IOException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a daemon starts with: its files, and what was changed live before.
 *
 * @param config what holds
 * @param overlay what of it was changed live
 * @param stateFile where changes are kept, or null
 */
public record StartingConfig(
        ConfigFile file,
        EvenkeelConfig config,
        Overlay overlay,
        @Nullable StateFile stateFile,
        ConflictRule rule) {
    private static final Logger LOG = LoggerFactory.getLogger(StartingConfig.class);

    /**
     * Reads the state file that the configuration names and lays it over. A state file that cannot be read, and
     * single changes that make no sense with the file any more, are left out with a word in the log, and kept beside it: a
     * daemon without them is better than none.
     *
     * @throws IOException if the state file is there and cannot be read or moved
     */
    public static StartingConfig of(ConfigFile file) throws IOException {
        AdminConfig admin = file.config().admin();
        if (admin == null || admin.stateFile() == null) {
            return new StartingConfig(file, file.config(), Overlay.EMPTY, null, ConflictRule.UNTIL_FILE_CHANGES);
        }
        StateFile stateFile = new StateFile(admin.stateFile());
        Settlement settlement = file.settle(read(stateFile), admin.onConflict());
        settlement.notes().forEach(LOG::warn);
        if (settlement.result() instanceof LoadResult.Loaded loaded) {
            return new StartingConfig(file, loaded.config(), settlement.overlay(), stateFile, admin.onConflict());
        }
        Fitting fitting =
                Fitting.of(file, settlement.overlay(), settlement.result().problems());
        fitting.misfits().forEach(LOG::error);
        LaidConfig laid = fitting.laid();
        LOG.error(
                "Live changes in {} that do not fit the configuration any more are left out: {}. {} has them still.",
                stateFile.path(),
                missing(settlement.overlay(), laid.overlay()),
                stateFile.copyAside());
        stateFile.write(laid.overlay());
        return new StartingConfig(file, laid.config(), laid.overlay(), stateFile, admin.onConflict());
    }

    private static String missing(Overlay all, Overlay left) {
        return all.changes().stream()
                .filter(change -> left.of(change.resource()) == null)
                .map(change -> change.resource() + " ("
                        + String.join(", ", change.values().keySet()) + ")")
                .collect(Collectors.joining("; "));
    }

    private static Overlay read(StateFile stateFile) throws IOException {
        try {
            return stateFile.read();
        } catch (UnreadableStateException e) {
            LOG.error(
                    "The state file {} cannot be read: {}. It is {} now; starting without the live changes in it.",
                    stateFile.path(),
                    e.getMessage(),
                    stateFile.putAside());
            return Overlay.EMPTY;
        }
    }
}
