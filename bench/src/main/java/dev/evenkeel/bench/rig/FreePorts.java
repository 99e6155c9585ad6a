package dev.evenkeel.bench.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** TCP ports of the loopback address that nobody listens on. */
public final class FreePorts {
    /** Below those that Linux and the BSDs give to whoever connects. */
    private static final int LASTING_FIRST = 15_000;

    private static final int LASTING_COUNT = 15_000;
    private static final int LASTING_TRIES = 10_000;

    private FreePorts() {}

    /** That many different ports, free at this moment. */
    public static List<Integer> find(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            sockets.forEach(FreePorts::close);
        }
    }

    /**
     * That many different ports, free at this moment, which the kernel will not give to anybody by itself: a server that is
     * down for a while finds its port free when it comes back.
     */
    public static List<Integer> findLasting(int count) {
        Random random = new Random();
        Set<Integer> ports = new LinkedHashSet<>();
        for (int tries = 0; ports.size() < count; tries++) {
            if (tries > LASTING_TRIES) {
                throw new RigException("there are not " + count + " free ports from " + LASTING_FIRST + " to "
                        + (LASTING_FIRST + LASTING_COUNT));
            }
            int port = LASTING_FIRST + random.nextInt(LASTING_COUNT);
            if (isFree(port)) {
                ports.add(port);
            }
        }
        return List.copyOf(ports);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
