package dev.evenkeel.balancer.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A text with the folder from which its relative paths are taken.
 *
 * @param name the file as the user named it
 * @param folder where relative paths begin
 * @param text the content
 */
record Source(String name, Path folder, String text) {

    /** Where a path that is written in this text leads. */
    Path resolve(String path) {
        return folder.resolve(path).normalize();
    }

    /** The file itself, to be compared with others that {@link #resolve} gave. */
    Path file() {
        return folder.resolve(Path.of(name).getFileName()).normalize();
    }

    /**
     * Reads a file.
     *
     * @throws IOException with a message that says for people why it can't be read
     */
    static Source read(Path file) throws IOException {
        var parent = file.getParent();
        return new Source(file.toString(), parent == null ? Path.of("") : parent, text(file));
    }

    private static String text(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("is a folder (expected: a file)");
        }
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException("no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException("may not be read by this user", e);
        } catch (CharacterCodingException e) {
            throw new IOException("is not UTF-8", e);
        } catch (IOException e) {
            throw new IOException("can't be read: " + e.getMessage(), e);
        }
    }
}
