package dev.evenkeel.balancer.cli;

/** A daemon that has been started. Its methods are called from threads that may block, one call at a time. */
public interface RunningDaemon {

    /**
     * Stops: lets requests under way finish for as long as the configuration allows, then cuts them.
     *
     * @return a phrase for people that says what was cut, if anything
     */
    String stop();

    /** Opens the access log anew under its name, after it was moved away. */
    void reopenLogs();

    /** Reads the configuration again and applies what changed; what came of it is in the daemon's log. */
    void reload();
}
