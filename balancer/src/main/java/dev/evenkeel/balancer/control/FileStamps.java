package dev.evenkeel.balancer.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What can be seen of files without reading them: where links lead in the end, and which file is there, how long and how
 * old. A file that is written to, replaced by another, or reached by another link has another stamp afterwards.
 *
 * @param stamps by path
 */
record FileStamps(Map<Path, String> stamps) {
    private static final String ABSENT = "absent";

    FileStamps {
        stamps = Map.copyOf(stamps);
    }

    /** Looks at files now. Blocks. */
    static FileStamps of(Collection<Path> files) {
        var stamps = new HashMap<Path, String>();
        files.forEach(file -> stamps.put(file, stamp(file)));
        return new FileStamps(stamps);
    }

    private static String stamp(Path file) {
        try {
            Path real = file.toRealPath();
            BasicFileAttributes seen = Files.readAttributes(real, BasicFileAttributes.class);
            return String.join(
                    " ",
                    real.toString(),
                    String.valueOf(seen.fileKey()),
                    Long.toString(seen.size()),
                    seen.lastModifiedTime().toString());
        } catch (IOException e) {
            return ABSENT;
        }
    }

    Set<Path> files() {
        return stamps.keySet();
    }

    /** This for the files that it knows, and for the rest what can be seen of them now. */
    FileStamps completedFor(Collection<Path> files) {
        var all = new HashMap<Path, String>();
        files.forEach(file -> {
            String known = stamps.get(file);
            all.put(file, known == null ? stamp(file) : known);
        });
        return new FileStamps(all);
    }
}
