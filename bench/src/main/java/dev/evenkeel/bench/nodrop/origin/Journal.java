package dev.evenkeel.bench.nodrop.origin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What one origin process writes down of the requests that reached it, and of its end. Each line is one write to the kernel, which keeps it
 * when the process is killed. Safe for use by several threads.
 */
public final class Journal implements AutoCloseable {
    /** What is written down, each before what follows it. */
    public enum Mark {
        /** The head of the request with that id was read. */
        ARRIVED,
        /** Its body was read whole, and what it orders was done. */
        EXECUTED,
        /** Its response was handed to the kernel whole. */
        ANSWERED,
        /**
         * The listener was closed, and the kernel has reset who was waiting in it. The number is no id, but when the origin
         * last looked for such a one, in milliseconds since the epoch.
         */
        LISTENER_CLOSED
    }

    private final FileChannel file;

    private Journal(FileChannel file) {
        this.file = file;
    }

    /** Opens the file, which is made if it is not there. */
    static Journal open(Path path) throws IOException {
        return new Journal(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    void write(Mark mark, long number) {
        String line = System.currentTimeMillis() + " " + mark + " " + number + "\n";
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
        try {
            synchronized (this) {
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
