package dev.evenkeel.bench.rig;

import picocli.CommandLine.Option;

/** The options that say which cores of the machine are used for what. */
public final class Cores {
    /** Before anybody pins the bench itself to one of them. */
    private static final int COUNT = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--proxy-core",
            defaultValue = "0",
            paramLabel = "N",
            description = "The core of the proxies. Default: ${DEFAULT-VALUE}.")
    private int proxy;

    @Option(
            names = "--load-core",
            defaultValue = "1",
            paramLabel = "N",
            description = "The core of the load generator and the origin. Default: ${DEFAULT-VALUE}.")
    private int load;

    /** The core of the proxies; fails if it is also that of the load. */
    public int proxy() {
        check();
        return proxy;
    }

    /** The core of the load generator and the origin; fails if it is also that of the proxies. */
    public int load() {
        check();
        return load;
    }

    private void check() {
        if (proxy == load || Math.min(proxy, load) < 0 || Math.max(proxy, load) >= COUNT) {
            throw new RigException("--proxy-core and --load-core: " + proxy + " and " + load
                    + " (expected: two different cores from 0 to " + (COUNT - 1) + ")");
        }
    }
}
