package dev.evenkeel.bench.rig;

/** Between two looks at a process that tells nobody when it is ready or gone. */
final class Pause {
    private static final long MILLIS = 20;

    private Pause() {}

    static void briefly() {
        try {
            Thread.sleep(MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigException("interrupted", e);
        }
    }
}
