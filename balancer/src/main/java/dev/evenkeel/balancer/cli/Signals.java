package dev.evenkeel.balancer.cli;

/** The signals that a daemon hears. Actions run on a thread of their own; a later one replaces an earlier one. */
interface Signals {

    /** At SIGTERM or SIGINT. */
    void onStop(Runnable action);

    /** At SIGHUP. */
    void onHangUp(Runnable action);
}
