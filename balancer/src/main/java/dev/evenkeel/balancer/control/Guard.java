package dev.evenkeel.balancer.control;

/** Is asked on the control thread before a change is made, when no other change can come between. */
@FunctionalInterface
public interface Guard {

    /** Lets every change pass. */
    Guard NONE = () -> {};

    /**
     * Returns if the change may be made.
     *
     * @throws ChangeRefusedException if not
     */
    void check() throws ChangeRefusedException;
}
