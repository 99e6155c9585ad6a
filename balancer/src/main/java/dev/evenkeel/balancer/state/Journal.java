package dev.evenkeel.balancer.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.evenkeel.balancer.config.Overlay;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * The changes that were made since a state file was written, one to a line, each on the disk before the next is written. It
 * begins with a word on the state file that it belongs to, so that with any other it counts for nothing: a newer one holds all
 * of this already. A line without an end was being written when the program ended, and nobody was told that it was kept.
 */
final class Journal implements Closeable {
    private final FileChannel channel;
    private long length;

    /** Tells a state file from any other. */
    record Base(long length, long checksum) {
        static Base of(byte[] bytes) {
            CRC32C checksum = new CRC32C();
            checksum.update(bytes);
            return new Base(bytes.length, checksum.getValue());
        }

        String line() {
            return "{\"version\":1,\"follows\":{\"length\":" + length + ",\"crc32c\":" + checksum + "}}";
        }
    }

    private Journal(FileChannel channel) {
        this.channel = channel;
    }

    /** An empty one, in place of what there may be; on the disk once something was appended. */
    static Journal begin(Path file, Base base) throws IOException {
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        Journal journal = new Journal(channel);
        try {
            journal.writeLine(base.line().getBytes(UTF_8));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return journal;
    }

    /** Adds a line, and returns when it is on the disk. */
    void append(byte[] line) throws IOException {
        writeLine(line);
        channel.force(false);
    }

    private void writeLine(byte[] line) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip();
        length += bytes.remaining();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** How many bytes there are in it. */
    long length() {
        return length;
    }

    /** How many bytes of a journal are lines with an end; the rest counts for nothing. */
    static int wholeLines(byte[] bytes) {
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] != '\n') {
            length--;
        }
        return length;
    }

    /** Whether a journal with this text belongs to a state file. */
    static boolean isOf(Base base, String text) {
        return text.startsWith(base.line() + "\n");
    }

    /** What holds after all that stands in the journal of a state file, of which it follows what that holds. */
    static Overlay replay(String text, Overlay overlay) throws UnreadableStateException {
        Overlay next = overlay;
        for (String line : text.lines().skip(1).toList()) {
            next = OverlayJson.after(next, line);
        }
        return next;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
