package tocsin.server.webconfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// What a file looks like from outside: when this differs, its content may.
final class FileLook {
    private FileLook() {}

    /// Time, size and inode, which a replaced file cannot all keep.
    static String of(Path file) {
        try {
            var seen = Files.readAttributes(file, BasicFileAttributes.class);
            return seen.lastModifiedTime() + " " + seen.size() + " " + seen.fileKey();
        } catch (IOException e) {
            return "absent";
        }
    }
}
