package tocsin.storage.block;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

    static void remove(Path folder) throws IOException {
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
