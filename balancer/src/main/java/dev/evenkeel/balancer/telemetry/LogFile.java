package dev.evenkeel.balancer.telemetry;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that lines are appended to, or the standard output. */
final class LogFile implements LogOutput {
    private final @Nullable Path path;
    private FileChannel channel;

    private LogFile(@Nullable Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Opens a file for appending, and creates it if it is not there; null stands for the standard output. */
    static LogFile open(@Nullable Path path) throws IOException {
        return new LogFile(path, path == null ? standardOutput() : FileChannel.open(path, CREATE, APPEND));
    }

    /** Not {@code System.out}, which has a lock and a buffer of its own. Never closed. */
    @SuppressWarnings("resource") // the daemon's own log goes on being written to it
    private static FileChannel standardOutput() {
        return new FileOutputStream(FileDescriptor.out).getChannel();
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        channel.write(bytes);
    }

    @Override
    public void reopen() throws IOException {
        if (path == null) {
            return;
        }
        FileChannel old = channel;
        channel = FileChannel.open(path, CREATE, APPEND);
        old.close();
    }

    @Override
    public void close() throws IOException {
        if (path != null) {
            channel.close();
        }
    }

    @Override
    public String toString() {
        return path == null ? "the standard output" : path.toString();
    }
}
