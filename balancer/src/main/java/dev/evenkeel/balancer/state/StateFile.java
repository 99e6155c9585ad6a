package dev.evenkeel.balancer.state;

import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.Derived;
import dev.evenkeel.balancer.config.LiveChange;
import dev.evenkeel.balancer.config.Overlay;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Live changes in a file. When {@link #write} returns they are on the disk, whole, whatever happens then; until it does, those
 * of before are. For one thread at a time; blocks.
 */
public final class StateFile {
    private static final long LARGEST = 64L << 20;
    private static final int BUFFER = 64 << 10;

    private final Path file;
    private final Path folder;
    private final Path fresh;

    /** Of the changes that were written last. */
    private Derived<LiveChange, byte[]> lines = Derived.none();

    public StateFile(Path file) {
        this.file = requireNonNull(file, "file").toAbsolutePath();
        folder = requireNonNull(this.file.getParent(), "folder");
        fresh = folder.resolve(this.file.getFileName() + ".new");
    }

    /** Where it is. */
    public Path path() {
        return file;
    }

    /**
     * What was kept last; nothing if there is no file yet.
     *
     * @throws UnreadableStateException if what is there was not written by {@link #write}
     * @throws IOException if the file is there and cannot be read
     */
    public Overlay read() throws IOException, UnreadableStateException {
        if (!Files.exists(file)) {
            return Overlay.EMPTY;
        }
        if (Files.size(file) > LARGEST) {
            throw new UnreadableStateException("it is longer than " + LARGEST + " bytes");
        }
        return OverlayJson.read(Files.readString(file));
    }

    /** Puts a file that cannot be read out of the way, and returns where it is now. */
    public Path putAside() throws IOException {
        Path aside = folder.resolve(file.getFileName() + ".unreadable");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        syncFolder();
        return aside;
    }

    /**
     * Keeps these changes in place of what was kept before.
     *
     * @throws IOException if they could not be kept for sure; then what was kept before still is, or these are
     */
    public void write(Overlay overlay) throws IOException {
        List<LiveChange> changes = List.copyOf(overlay.changes());
        lines = lines.next(changes, index -> OverlayJson.write(changes.get(index)));
        try (var channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
            writeTo(out, lines.values());
            out.flush();
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder();
    }

    private static void writeTo(OutputStream out, List<byte[]> lines) throws IOException {
        byte[] separator = OverlayJson.separator();
        out.write(OverlayJson.head());
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) {
                out.write(separator);
            }
            out.write(lines.get(i));
        }
        out.write(OverlayJson.end());
    }

    /** A name is on the disk only when its folder is. */
    private void syncFolder() throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
