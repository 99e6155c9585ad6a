package dev.evenkeel.balancer.control;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads the configuration when its file, or one that it includes, is another than the one read last, and has been the same
 * for two looks, so that nobody is read in the middle of writing.
 *
 * <p>It looks at the few files twice a second instead of asking the kernel to tell: that costs next to nothing, and notices
 * as well a file that an editor puts in place of another, a link in the path that leads elsewhere (as Kubernetes does with a
 * changed ConfigMap), and a network file system, each of which a {@link java.nio.file.WatchService} can miss.
 */
public final class FileWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    private static final long LOOK_EVERY_MILLIS = 500;

    private final LiveConfig live;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "evenkeel-file-watch");
        thread.setDaemon(true);
        return thread;
    });
    private FileStamps last;

    /** Begins to watch, on a thread of its own, for a file may be slow. */
    public FileWatch(LiveConfig live) {
        this.live = requireNonNull(live, "live");
        last = live.seen();
        ScheduledFuture<?> unused =
                looking.scheduleWithFixedDelay(this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        FileStamps read = live.seen();
        FileStamps now = FileStamps.of(read.files());
        if (!now.equals(read) && now.equals(last)) {
            reload();
        }
        last = now;
    }

    private void reload() {
        try {
            live.reload(ReloadTrigger.FILE_CHANGE).toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoppingException) {
                LOG.debug("The daemon stops");
                return;
            }
            LOG.error(
                    "The file has changed and is not reloaded, nothing has changed: {}",
                    e.getCause() == null ? e : e.getCause().getMessage());
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
