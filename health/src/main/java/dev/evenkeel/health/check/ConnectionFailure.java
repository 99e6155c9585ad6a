package dev.evenkeel.health.check;

import java.io.FileNotFoundException;

/** Says in words what is wrong with a connection. */
public final class ConnectionFailure {
    private ConnectionFailure() {}

    /** The reason; Netty's native transports give none for a Unix socket that is not there. */
    public static String reason(Throwable cause) {
        String message = cause.getMessage();
        if (message != null) {
            return message;
        }
        return cause instanceof FileNotFoundException
                ? "there is no such file"
                : cause.getClass().getSimpleName();
    }
}
