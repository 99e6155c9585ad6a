package dev.evenkeel.balancer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("another class would be given the report")
class LeakGuardTest {

    @Test
    void aLostBufferIsReportedOnce() {
        ByteBufAllocator.DEFAULT.buffer(16).writeByte(1);

        assertThat(LeakGuard.takeReports())
                .singleElement()
                .asString()
                .contains("LEAK", getClass().getName());
        assertThat(LeakGuard.takeReports()).isEmpty();
    }

    @Test
    void aReleasedBufferIsNotReported() {
        ByteBufAllocator.DEFAULT.buffer(16).writeByte(1).release();

        assertThat(LeakGuard.takeReports()).isEmpty();
    }
}
