package dev.evenkeel.balancer.cli;

/** The signals that a daemon hears. Actions run on a thread of their own; a later one replaces an earlier one. */
interface Signals {

    /** At SIGTERM or SIGINT. */
    void onStop(Runnable action);

    /**
     * At SIGHUP.
     *
     * @return false if it will never come, since whoever started this process made it ignore it, as {@code nohup} does
     */
    boolean onHangUp(Runnable action);
}
