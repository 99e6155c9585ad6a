package dev.evenkeel.balancer.cli.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimedStreamTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private TimedStream connect(Duration longestSilence, Deadline deadline) throws IOException {
        return TimedStream.connect(server.getLocalSocketAddress(), longestSilence, deadline);
    }

    @Test
    void aSilentServerIsGivenUp() throws IOException {
        try (TimedStream stream = connect(Duration.ofMillis(50), new Deadline(null))) {
            assertThatThrownBy(stream::read).isInstanceOf(IOException.class).hasMessage("it does not answer");
        }
    }

    @Test
    void theDeadlineCountsBeforeThat() throws IOException {
        try (TimedStream stream = connect(LONG, new Deadline(Duration.ofMillis(50)))) {
            assertThatThrownBy(stream::read).isInstanceOf(TimedStream.TimeIsOverException.class);
        }
    }

    @Test
    void readsWhatComesUntilTheEnd() throws IOException {
        try (TimedStream stream = connect(LONG, new Deadline(null))) {
            try (var connection = server.accept()) {
                connection.getOutputStream().write(new byte[] {1, (byte) 0xff});
            }
            assertThat(stream.readAllBytes()).containsExactly(1, 0xff);
        }
    }
}
