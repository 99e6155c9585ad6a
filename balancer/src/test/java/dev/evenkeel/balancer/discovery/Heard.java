package dev.evenkeel.balancer.discovery;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What a source has told. */
final class Heard implements DiscoverySource.Listener {
    private final List<List<BackendSpec>> sets = new CopyOnWriteArrayList<>();
    private volatile @Nullable String problem;

    @Override
    public void discovered(List<BackendSpec> backends) {
        problem = null;
        sets.add(backends);
    }

    @Override
    public void failed(String reason) {
        problem = reason;
    }

    int times() {
        return sets.size();
    }

    List<BackendSpec> last() {
        return sets.get(sets.size() - 1);
    }

    List<String> ids() {
        return last().stream().map(BackendSpec::id).toList();
    }

    @Nullable
    String problem() {
        return problem;
    }
}
