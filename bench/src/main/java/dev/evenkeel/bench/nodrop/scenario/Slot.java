package dev.evenkeel.bench.nodrop.scenario;

import dev.evenkeel.bench.nodrop.origin.Greeting;
import dev.evenkeel.bench.nodrop.proxy.Member;
import dev.evenkeel.bench.rig.Cleanup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A place for an origin: an address, at which one process follows the other. */
final class Slot {
    private final Greeting greeting;
    private final Path directory;
    private final Cleanup cleanup;
    private final List<OriginProcess> processes = new ArrayList<>();
    private Member member;
    private boolean present;
    /** Whether a disturbance has it in hand. Known to the scenario's thread alone. */
    private boolean busy;

    private @Nullable OriginProcess current;

    Slot(Member member, Greeting greeting, Path directory, Cleanup cleanup) {
        this.member = member;
        this.greeting = greeting;
        this.directory = directory;
        this.cleanup = cleanup;
    }

    Member member() {
        return member;
    }

    void weight(int weight) {
        member = member.withWeight(weight);
    }

    /** Whether it is in its pool, as far as the scenario knows. */
    boolean present() {
        return present;
    }

    void present(boolean now) {
        present = now;
    }

    boolean busy() {
        return busy;
    }

    void busy(boolean now) {
        busy = now;
    }

    /** Whether it is in its pool, gets requests and is left alone. */
    boolean steady() {
        return present && !busy && member.weight() > 0 && !member.backup();
    }

    void start() {
        OriginProcess started = OriginProcess.start(member.port(), greeting, directory, processes.size(), cleanup);
        synchronized (this) {
            current = started;
            processes.add(started);
        }
    }

    OriginProcess process() {
        OriginProcess running = current;
        if (running == null) {
            throw new IllegalStateException("origin at port " + member.port() + " (expected: started)");
        }
        return running;
    }

    synchronized List<OriginProcess> processes() {
        return List.copyOf(processes);
    }
}
