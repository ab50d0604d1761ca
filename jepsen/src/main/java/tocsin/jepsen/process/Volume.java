package tocsin.jepsen.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where a member keeps its state: a folder, or a small file system of its own in memory, which can
/// be filled. Mounting needs root.
public final class Volume implements AutoCloseable {
    private static final String SIZE = "size=96m";
    private static final int PIECE = 4 << 10;

    private final Path folder;
    private final boolean mounted;

    private Volume(Path folder, boolean mounted) {
        this.folder = folder;
        this.mounted = mounted;
    }

    /// A folder like any other.
    public static Volume plain(Path folder) {
        return new Volume(folder, false);
    }

    /// A file system of its own.
    public static Volume mounted(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Commands.run(List.of("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", folder.toString()))
                .required();
        return new Volume(folder, true);
    }

    /// Why nothing can be mounted here; empty when it can.
    public static Optional<String> impossible() {
        Path probe;
        try {
            probe = Files.createTempDirectory("jepsen-mount");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (Commands.find("mount").isEmpty()) {
            return Optional.of("mount is not installed");
        }
        var tried =
                Commands.run(
                        List.of("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", probe.toString()));
        if (tried.status() == 0) {
            Commands.run(List.of("umount", probe.toString()));
        }
        return tried.status() == 0 ? Optional.empty() : Optional.of("mounting needs root");
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    /// Fills it to the last byte. How much that took; a plain folder cannot be filled.
    public long fill() {
        if (!mounted) {
            throw new IllegalStateException(folder + " is no file system of its own");
        }
        long written = 0;
        byte[] piece = new byte[PIECE];
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (true) {
                out.write(piece);
                written += piece.length;
            }
        } catch (IOException e) {
            return written;
        }
    }

    /// Gives the space back.
    public void empty() {
        try {
            Files.deleteIfExists(filler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (mounted) {
            Commands.run(List.of("umount", "-l", folder.toString()));
        }
    }
}
