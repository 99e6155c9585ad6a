package dev.evenkeel.balancer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTest {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Loop loop = new Loop(group.next(), 0);

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    @Test
    void aTaskFromElsewhereKnowsTheTimeHoweverLongTheLoopSlept() throws Exception {
        var seen = new CompletableFuture<Long>();
        long before = Loop.nanos();

        loop.execute(() -> seen.complete(loop.now()));

        assertThat(seen.get(10, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(before);
    }
}
