package dev.evenkeel.balancer.testkit;

/** What an origin does with a connection, from its first byte to its last. Runs on the connection's own thread. */
@FunctionalInterface
public interface Script {

    /** Plays the connection; it is closed afterwards. */
    void play(Conversation with);
}
