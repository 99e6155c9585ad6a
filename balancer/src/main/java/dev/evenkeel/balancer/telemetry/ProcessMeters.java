package dev.evenkeel.balancer.telemetry;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.lang.management.ManagementFactory;

/** The meters of the process: what it is, and what it takes of the machine. */
final class ProcessMeters implements AutoCloseable {
    private final JvmGcMetrics gc = new JvmGcMetrics();

    ProcessMeters(DaemonInfo info, MeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        gc.bindTo(registry);
        Gauge.builder("evenkeel.info", () -> 1)
                .description("What runs here; always 1")
                .tag("version", info.version())
                .tag("java", Runtime.version().toString())
                .tag("transport", info.transport())
                .register(registry);
        Gauge.builder("evenkeel.event.loops", info, DaemonInfo::loops)
                .description("Event loops that serve clients")
                .strongReference(true)
                .register(registry);
        registerAllocations(info, registry);
        if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider buffers) {
            registerBuffers(buffers.metric(), registry);
        }
    }

    /** What makes work for the garbage collector; of all threads the event loops alone should make next to none. */
    private static void registerAllocations(DaemonInfo info, MeterRegistry registry) {
        if (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads) {
            FunctionCounter.builder(
                            "evenkeel.event.loop.allocated",
                            info,
                            loops -> loops.loopThreads().stream()
                                    .mapToLong(threads::getThreadAllocatedBytes)
                                    .sum())
                    .description("Bytes of Java objects that the event loops made")
                    .baseUnit("bytes")
                    .register(registry);
        }
    }

    /** Netty's own memory, which the JVM's meters of buffers do not show. */
    private static void registerBuffers(ByteBufAllocatorMetric buffers, MeterRegistry registry) {
        Gauge.builder("evenkeel.buffer.memory", buffers, ByteBufAllocatorMetric::usedDirectMemory)
                .description("Memory that is reserved for network buffers")
                .baseUnit("bytes")
                .tag("area", "direct")
                .strongReference(true)
                .register(registry);
        Gauge.builder("evenkeel.buffer.memory", buffers, ByteBufAllocatorMetric::usedHeapMemory)
                .description("Memory that is reserved for network buffers")
                .baseUnit("bytes")
                .tag("area", "heap")
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void close() {
        gc.close();
    }
}
