package dev.evenkeel.balancer.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class LineRingTest {
    private final LineRing ring = new LineRing(10);

    private boolean offer(String line) {
        return ring.offer(line.getBytes(US_ASCII), line.length());
    }

    private String readPiece() {
        ByteBuffer piece = ring.readable();
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        ring.consumed(bytes.length);
        return new String(bytes, US_ASCII);
    }

    @Test
    void givesBackWhatItTookInOrder() {
        assertThat(offer("ab\n")).isTrue();
        assertThat(offer("cd\n")).isTrue();

        assertThat(readPiece()).isEqualTo("ab\ncd\n");
        assertThat(readPiece()).isEmpty();
    }

    @Test
    void refusesALineThatDoesNotFitAndKeepsTheRest() {
        assertThat(offer("1234567\n")).isTrue();

        assertThat(offer("ab\n")).isFalse();
        assertThat(offer("b\n")).isTrue();
        assertThat(ring.waiting()).isEqualTo(10);
        assertThat(readPiece()).isEqualTo("1234567\nb\n");
    }

    @Test
    void goesRoundInTwoPieces() {
        offer("12345678");
        readPiece();

        assertThat(offer("abcdef")).isTrue();

        assertThat(readPiece()).isEqualTo("ab");
        assertThat(readPiece()).isEqualTo("cdef");
        assertThat(ring.waiting()).isZero();
    }

    @Test
    void canBeFilledToTheLastByteAgainAndAgain() {
        for (int i = 0; i < 25; i++) {
            assertThat(offer("1234")).isTrue();
            assertThat(offer("567890")).isTrue();
            assertThat(offer("x")).isFalse();
            assertThat(readPiece() + readPiece()).isEqualTo("1234567890");
            assertThat(offer("abc")).isTrue();
            assertThat(readPiece() + readPiece()).isEqualTo("abc");
        }
    }

    @Test
    void tellsOnceThatItBecameHalfFull() {
        offer("12345");
        assertThat(ring.becameHalfFull()).isFalse();
        offer("6");
        assertThat(ring.becameHalfFull()).isTrue();
        offer("7");
        assertThat(ring.becameHalfFull()).isFalse();

        readPiece();
        offer("1");
        assertThat(ring.becameHalfFull()).isFalse();
        offer("234567");
        assertThat(ring.becameHalfFull()).isTrue();
    }

    @Test
    void losesNothingBetweenTwoThreads() throws InterruptedException {
        LineRing shared = new LineRing(61);
        int lines = 100_000;
        Thread producer = new Thread(() -> {
            for (int i = 0; i < lines; i++) {
                byte[] line = (i + "\n").getBytes(US_ASCII);
                while (!shared.offer(line, line.length)) {
                    Thread.onSpinWait();
                }
            }
        });
        producer.start();

        long expected = 0;
        long number = 0;
        while (expected < lines) {
            ByteBuffer piece = shared.readable();
            int count = piece.remaining();
            while (piece.hasRemaining()) {
                byte b = piece.get();
                if (b == '\n') {
                    assertThat(number).isEqualTo(expected);
                    expected++;
                    number = 0;
                } else {
                    number = number * 10 + b - '0';
                }
            }
            shared.consumed(count);
            if (count == 0) {
                Thread.onSpinWait();
            }
        }
        producer.join();
        assertThat(shared.waiting()).isZero();
    }
}
