package dev.evenkeel.balancer.config;

/** Who wins at a start or reload where a live change and the file differ. */
public enum ConflictRule {
    /** The live change, until the file's own entry changes: then the file. */
    UNTIL_FILE_CHANGES,
    /** The file, always: live changes last until the next start or reload. */
    FILE_WINS,
    /** The live change, also where the file's entry changed. */
    LIVE_WINS
}
