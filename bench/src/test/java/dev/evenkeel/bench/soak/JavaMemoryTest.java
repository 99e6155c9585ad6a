package dev.evenkeel.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class JavaMemoryTest {
    private static final String HISTOGRAM = """
            4242:
             num     #instances         #bytes  class name (module)
            -------------------------------------------------------
               1:         51234        3456789  [B (java.base@17.0.15)
            Total        123456       13456789
            """;

    private static final String NATIVE_MEMORY = """
            4242:

            Native Memory Tracking:

            Total: reserved=3456789KB, committed=98765KB

            -                 Java Heap (reserved=1024000KB, committed=65536KB)
                                        (mmap: reserved=1024000KB, committed=65536KB)

            -                     Other (reserved=4196KB, committed=4180KB)
                                        (malloc=4196KB #12)
            """;

    @Test
    void readsLiveObjectsAndDirectMemory() {
        assertThat(JavaMemory.parse(HISTOGRAM, NATIVE_MEMORY)).isEqualTo(new JavaMemory(13456789, 4180 * 1024));
    }

    @Test
    void refusesAnAnswerWithoutFigures() {
        assertThatThrownBy(() -> JavaMemory.parse(HISTOGRAM, "Native memory tracking is not enabled"))
                .hasMessageStartingWith("jcmd printed: Native memory tracking is not enabled");
    }
}
