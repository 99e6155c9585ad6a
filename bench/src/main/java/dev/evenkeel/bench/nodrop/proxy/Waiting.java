package dev.evenkeel.bench.nodrop.proxy;

import dev.evenkeel.bench.rig.RigException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Looks again and again until something is so. */
public final class Waiting {
    private static final long STEP_MILLIS = 10;

    private Waiting() {}

    /** Fails if it does not become so in time. */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        if (!within(limit, condition)) {
            throw new RigException("no " + what + " within " + limit.toSeconds() + " s");
        }
    }

    /** Whether it becomes so in time. */
    public static boolean within(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause(STEP_MILLIS);
        }
        return true;
    }

    /** Whether somebody listens at a port of the loopback address. */
    public static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Does nothing for a while. */
    public static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigException("interrupted", e);
        }
    }
}
