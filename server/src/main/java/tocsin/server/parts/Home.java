package tocsin.server.parts;

import tocsin.server.StartException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// The storage folder of a member, held by this process alone, and the name that lives in it: the
/// same member under whatever address.
record Home(FileChannel lock, String name) implements AutoCloseable {
    /// Makes the folder when it is not there, and takes hold of it.
    ///
    /// @throws StartException when it cannot be written, or another process holds it
    static Home open(Path folder) throws StartException {
        try {
            Files.createDirectories(folder);
            FileChannel lock =
                    FileChannel.open(
                            folder.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (!isTaken(lock)) {
                lock.close();
                throw new StartException("another process uses the storage folder " + folder);
            }
            return new Home(lock, name(folder.resolve("member-name")));
        } catch (IOException e) {
            throw new StartException("cannot keep anything in " + folder + ": " + e, e);
        }
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String name(Path file) throws IOException {
        String kept = Files.exists(file) ? Files.readString(file).strip() : "";
        if (!kept.isEmpty()) {
            return kept;
        }
        String made = UUID.randomUUID().toString();
        Path draft = file.resolveSibling("member-name.draft");
        Files.writeString(draft, made + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        return made;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
