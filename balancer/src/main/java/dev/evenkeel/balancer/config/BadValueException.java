package dev.evenkeel.balancer.config;

/** Says that a value is not what its key takes. */
final class BadValueException extends Exception {

    private final String remedy;

    /**
     * @param message what is wrong, with the value and what was expected
     * @param remedy a sentence that says what to do; may be empty
     */
    BadValueException(String message, String remedy) {
        super(message, null, false, false);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
