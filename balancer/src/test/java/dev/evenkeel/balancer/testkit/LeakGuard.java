package dev.evenkeel.balancer.testkit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails a test class after which Netty found a reference counted buffer that was collected before
 * it was released. Registered for every class of the suite.
 *
 * <p>Netty looks for lost buffers when it hands out a new one, and says what it found in its log:
 * so this collects the garbage, asks for a buffer, and listens to that log. When classes run at the
 * same time, a leak may be reported by another class than the one that made it; the report itself
 * says where the buffer was used.
 */
public final class LeakGuard implements BeforeAllCallback, AfterAllCallback {

    private static final Queue<String> REPORTS = new ConcurrentLinkedQueue<>();

    static {
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                REPORTS.add(event.getFormattedMessage());
            }
        };
        appender.start();
        ((Logger) LoggerFactory.getLogger(ResourceLeakDetector.class)).addAppender(appender);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (ResourceLeakDetector.getLevel() != ResourceLeakDetector.Level.PARANOID) {
            throw new IllegalStateException("leak detection: " + ResourceLeakDetector.getLevel()
                    + " (expected: PARANOID, by -Dio.netty.leakDetection.level=paranoid)");
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (context.getRequiredTestClass().getEnclosingClass() != null) {
            return;
        }
        List<String> reports = takeReports();
        if (!reports.isEmpty()) {
            throw new AssertionError(reports.size() + " buffers were lost:\n" + String.join("\n", reports));
        }
    }

    /** Collects the garbage and returns what Netty says was lost since the last call. */
    static List<String> takeReports() {
        collectGarbage();
        ByteBufAllocator.DEFAULT.buffer(1).release();
        return Stream.generate(REPORTS::poll)
                .takeWhile(report -> report != null)
                .toList();
    }

    /** Returns when an object that was garbage at the call has been collected and its reference handled. */
    private static void collectGarbage() {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        WeakReference<Object> canary = new WeakReference<>(new Object(), queue);
        try {
            do {
                System.gc();
            } while (queue.remove(1000) != canary);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
