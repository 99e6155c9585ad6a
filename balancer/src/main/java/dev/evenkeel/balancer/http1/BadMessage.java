package dev.evenkeel.balancer.http1;

/**
 * What was received is not a message that may be forwarded. Carries no stack trace: strangers cause it at will.
 */
final class BadMessage extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status what a client is to be answered
     * @param sentence what is wrong, for the log and the answer
     */
    BadMessage(int status, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
    }

    static BadMessage badRequest(String sentence) {
        return new BadMessage(400, sentence);
    }

    int status() {
        return status;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
