package dev.evenkeel.bench.scale;

/** Addresses of backends: all of them loopback, each different, each the same origin. */
final class Addresses {
    private static final int PER_BYTE = 250;

    private final int port;

    Addresses(int port) {
        this.port = port;
    }

    int port() {
        return port;
    }

    /** The one of that number, from 0 to some 15 million. */
    String of(int number) {
        int last = number % PER_BYTE + 1;
        int third = number / PER_BYTE % PER_BYTE + 1;
        int second = number / PER_BYTE / PER_BYTE + 1;
        return "127." + second + "." + third + "." + last + ":" + port;
    }
}
