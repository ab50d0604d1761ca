package tocsin.storage.block;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The folders of blocks.
public final class BlockFolders {
    private static final String DELETED = ".tmp-for-deletion";

    private BlockFolders() {}

    /// The folders in a folder that are blocks, by name.
    public static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> Ulid.is(String.valueOf(each.getFileName())))
                    .filter(each -> Files.exists(each.resolve("meta.json")))
                    .sorted()
                    .toList();
        }
    }

    /// Removes what a process that died left half written or half deleted.
    public static void sweep(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.list(folder)) {
            for (Path each : all.toList()) {
                String name = String.valueOf(each.getFileName());
                if (name.endsWith(BlockWriter.DRAFT) || name.endsWith(DELETED)) {
                    remove(each);
                }
            }
        }
    }

    /// Removes a block: it is out of its place at once, whatever happens after.
    public static void delete(Path block) throws IOException {
        Path aside = block.resolveSibling(block.getFileName() + DELETED);
        Files.move(block, aside, StandardCopyOption.ATOMIC_MOVE);
        remove(aside);
    }

    /// Writes a small file whole, in place of the one that is there: whoever linked to the old one
    /// keeps it.
    static void replace(Path file, byte[] bytes) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(draft, bytes);
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(
                draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path folder = file.getParent();
        if (folder != null) {
            sync(folder);
        }
    }

    /// Makes the names in a folder survive the machine.
    static void sync(Path folder) throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /// Puts the files of a block into another folder too, without copying what never changes.
    public static void link(Path block, Path into) throws IOException {
        try (Stream<Path> all = Files.walk(block)) {
            for (Path each : all.sorted().toList()) {
                Path target = into.resolve(block.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(target);
                } else {
                    Files.createLink(target, each);
                }
            }
        }
    }

    /// Removes a folder and all in it.
    public static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /// The bytes of all files.
    static long size(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            long size = 0;
            for (Path each : all.toList()) {
                size += Files.isRegularFile(each) ? Files.size(each) : 0;
            }
            return size;
        }
    }
}
