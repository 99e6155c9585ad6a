package dev.evenkeel.balancer.testkit;

/** What was read is not a well-formed HTTP/1 message. */
public final class ProtocolViolation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ProtocolViolation(String message) {
        super(message);
    }
}
