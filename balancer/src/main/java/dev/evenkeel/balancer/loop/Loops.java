package dev.evenkeel.balancer.loop;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The event loops of one purpose, started together and stopped together. */
public final class Loops implements AutoCloseable {
    private static final long LONGEST_STOP_SECONDS = 5;
    private static final long LONGEST_TURN_SECONDS = 1;

    private final EventLoopGroup group;
    private final List<Loop> loops;
    private final Transport transport;

    /**
     * Starts event loops.
     *
     * @param name of their threads
     * @param count 1 or more
     */
    public Loops(String name, int count, Transport transport) {
        this.transport = transport;
        group = new MultiThreadIoEventLoopGroup(
                count, new DefaultThreadFactory(name, true), transport.newHandlerFactory());
        var all = new ArrayList<Loop>(count);
        for (EventExecutor executor : group) {
            all.add(new Loop((EventLoop) executor, all.size()));
        }
        loops = List.copyOf(all);
    }

    /** All loops, each at the place of its number. */
    public List<Loop> all() {
        return loops;
    }

    public Transport transport() {
        return transport;
    }

    /**
     * Waits until each loop has done what was handed to it before this call. Blocks, so not for one of them.
     *
     * @return false if that takes longer than {@value #LONGEST_TURN_SECONDS} s
     */
    public boolean awaitTurn() {
        return awaitTurn(loops, loop -> {});
    }

    /**
     * Lets each loop do something in a turn of its own, after what was handed to it before, and waits until all have. Blocks,
     * so not for one of them.
     *
     * @return false if that takes longer than {@value #LONGEST_TURN_SECONDS} s
     */
    public static boolean awaitTurn(List<Loop> loops, Consumer<Loop> task) {
        var turns = new CountDownLatch(loops.size());
        loops.forEach(loop -> loop.execute(() -> {
            task.accept(loop);
            turns.countDown();
        }));
        try {
            return turns.await(LONGEST_TURN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Stops the loops and waits until they have, some seconds at most. */
    @Override
    public void close() {
        group.shutdownGracefully(0, LONGEST_STOP_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(LONGEST_STOP_SECONDS + 1, TimeUnit.SECONDS);
    }
}
