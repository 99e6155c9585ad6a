package dev.evenkeel.bench.nodrop.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All clients, each a thread. */
public final class Load {
    private final List<User> users = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Ledger ledger = new Ledger();

    private Load() {}

    /**
     * What the clients do.
     *
     * @param targets what they ask for, in random turn; not empty
     * @param users how many there are; each has one request under way at most, or four pipelined ones
     * @param rate requests per second of all together, if answers are quick
     * @param patience how long a client waits for the next byte before it gives up
     * @param seed of all that they draw
     */
    public record Settings(List<Target> targets, int users, int rate, Duration patience, long seed) {
        public Settings {
            targets = List.copyOf(targets);
        }

        double gapMillis() {
            return 1000.0 * users / rate;
        }
    }

    /** Starts the clients. */
    public static Load start(Settings settings) {
        Load load = new Load();
        for (int number = 0; number < settings.users(); number++) {
            User user = new User(settings, load.ledger, number);
            load.users.add(user);
            Thread thread = new Thread(user, "user-" + number);
            thread.setDaemon(true);
            load.threads.add(thread);
            thread.start();
        }
        return load;
    }

    /** How their requests end. */
    public Ledger ledger() {
        return ledger;
    }

    /** Lets each client finish what it has under way. */
    public void stop() throws InterruptedException {
        users.forEach(User::stop);
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
