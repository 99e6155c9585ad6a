package dev.evenkeel.health.check;

/** A response is not one, or not one that can be read in only one way. */
final class BadResponseException extends Exception {
    BadResponseException(String message) {
        super(message);
    }
}
