package dev.evenkeel.balancer.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.LiveChange;
import dev.evenkeel.balancer.config.Overlay;
import dev.evenkeel.balancer.config.Resource;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live changes in a file. When one of the methods that write returns they are on the disk, whole, whatever happens then; until
 * it does, those of before are. For one thread at a time; blocks.
 *
 * <p>The file is replaced as a whole. If it is long, a single change is added to a {@link Journal} beside it, until that is as
 * long: so what a change costs does not grow with the number of those made before.
 */
public final class StateFile {
    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);
    private static final long LARGEST = 64L << 20;
    private static final int BUFFER = 64 << 10;

    /** Some hundred changes: to write them takes less than to force them to the disk. */
    private static final long SHORT = 16 << 10;

    private final Path file;
    private final Path folder;
    private final Path fresh;
    private final Path journalFile;
    private final long shortLength;

    /** What was written last, in this run of the program; null if nothing was. */
    private Journal.@Nullable Base base;

    private @Nullable Journal journal;

    public StateFile(Path file) {
        this(file, SHORT);
    }

    /**
     * @param shortLength a file up to this long is always replaced
     */
    StateFile(Path file, long shortLength) {
        this.file = requireNonNull(file, "file").toAbsolutePath();
        this.shortLength = shortLength;
        folder = requireNonNull(this.file.getParent(), "folder");
        fresh = beside(".new");
        journalFile = beside(".journal");
    }

    private Path beside(String suffix) {
        return folder.resolve(file.getFileName() + suffix);
    }

    /** Where it is. */
    public Path path() {
        return file;
    }

    /**
     * What was kept last; nothing if there is no file yet.
     *
     * @throws UnreadableStateException if what is there was not written by this class
     * @throws IOException if the file is there and cannot be read
     */
    public Overlay read() throws IOException, UnreadableStateException {
        if (!Files.exists(file)) {
            return Overlay.EMPTY;
        }
        byte[] bytes = bytesOf(file);
        Overlay overlay = OverlayJson.read(text(bytes, bytes.length));
        return Files.exists(journalFile) ? afterJournal(overlay, Journal.Base.of(bytes)) : overlay;
    }

    private Overlay afterJournal(Overlay overlay, Journal.Base read) throws IOException, UnreadableStateException {
        byte[] bytes = bytesOf(journalFile);
        String text = text(bytes, Journal.wholeLines(bytes));
        if (!Journal.isOf(read, text)) {
            LOG.warn(
                    "{} belongs to an earlier {} and is not read. That holds all of it already, unless it was changed"
                            + " by hand since.",
                    journalFile,
                    file.getFileName());
            return overlay;
        }
        return Journal.replay(text, overlay);
    }

    private static String text(byte[] bytes, int length) throws UnreadableStateException {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
        } catch (CharacterCodingException e) {
            throw new UnreadableStateException("it is not UTF-8");
        }
    }

    private static byte[] bytesOf(Path path) throws IOException, UnreadableStateException {
        if (Files.size(path) > LARGEST) {
            throw new UnreadableStateException("it is longer than " + LARGEST + " bytes");
        }
        return Files.readAllBytes(path);
    }

    /** Puts what cannot be read out of the way, and returns where it is now. */
    public Path putAside() throws IOException {
        return aside(Files::move);
    }

    /** Keeps a copy of what is kept now where {@link #putAside} would put it, and returns where that is. */
    public Path copyAside() throws IOException {
        return aside(Files::copy);
    }

    private Path aside(Transfer transfer) throws IOException {
        Path aside = beside(".unreadable");
        transfer.to(file, aside, StandardCopyOption.REPLACE_EXISTING);
        if (Files.exists(journalFile)) {
            transfer.to(journalFile, beside(".journal.unreadable"), StandardCopyOption.REPLACE_EXISTING);
        }
        syncFolder();
        return aside;
    }

    /** Moves a file, or copies it. */
    private interface Transfer {
        Path to(Path from, Path to, CopyOption... options) throws IOException;
    }

    /**
     * Keeps these changes in place of what was kept before.
     *
     * @throws IOException if they could not be kept for sure; then what was kept before still is, or these are
     */
    public void write(Overlay overlay) throws IOException {
        endJournal();
        base = null;
        CRC32C checksum = new CRC32C();
        long length;
        try (var channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            OutputStream out = new CheckedOutputStream(
                    new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER), checksum);
            OverlayJson.write(overlay, out);
            out.flush();
            length = channel.size();
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(journalFile);
        syncFolder();
        base = new Journal.Base(length, checksum.getValue());
    }

    /**
     * Keeps these changes, which are those that were kept last but for one resource.
     *
     * @throws IOException as {@link #write}
     */
    public void write(Overlay overlay, Resource changed) throws IOException {
        Journal.Base last = base;
        if (last == null || last.length() <= shortLength) {
            write(overlay);
            return;
        }
        Journal open = journal;
        if (open != null && open.length() >= last.length()) {
            write(overlay);
            return;
        }
        try {
            if (open == null) {
                open = Journal.begin(journalFile, last);
                journal = open;
                syncFolder();
            }
            LiveChange change = overlay.of(changed);
            open.append(change == null ? OverlayJson.writeDropped(changed) : OverlayJson.write(change));
        } catch (IOException e) {
            base = null; // what the journal holds now is not known: the next is written as a whole
            try {
                endJournal();
            } catch (IOException besides) {
                e.addSuppressed(besides);
            }
            throw e;
        }
    }

    private void endJournal() throws IOException {
        Journal open = journal;
        journal = null;
        if (open != null) {
            open.close();
        }
    }

    /** A name is on the disk only when its folder is. */
    private void syncFolder() throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
