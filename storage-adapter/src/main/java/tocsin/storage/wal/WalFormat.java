package tocsin.storage.wal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// The constants of the format, and the names of its files.
final class WalFormat {
    static final int PAGE = 32 * 1024;
    static final int HEADER = 7;
    static final int PADDING = 0;
    static final int FULL = 1;
    static final int FIRST = 2;
    static final int MIDDLE = 3;
    static final int LAST = 4;
    static final int TYPE_MASK = 0x07;
    static final int SNAPPY = 0x08;
    static final int ZSTD = 0x10;

    /// Records beyond this are corrupt: upstream writes none near it.
    static final int LARGEST_RECORD = 128 << 20;

    static final String CHECKPOINT = "checkpoint.";

    private WalFormat() {}

    static Path segment(Path folder, int number) {
        return folder.resolve(String.format(Locale.ROOT, "%08d", number));
    }

    static Path checkpoint(Path folder, int number) {
        return folder.resolve(String.format(Locale.ROOT, CHECKPOINT + "%08d", number));
    }

    /// The numbers of the segments in a folder, ascending.
    static List<Integer> segments(Path folder) throws IOException {
        return numbers(folder, "");
    }

    /// The numbers of the checkpoints in a folder, ascending.
    static List<Integer> checkpoints(Path folder) throws IOException {
        return numbers(folder, CHECKPOINT);
    }

    private static List<Integer> numbers(Path folder, String prefix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> number(String.valueOf(file.getFileName()), prefix))
                    .flatMapToInt(OptionalInt::stream)
                    .sorted()
                    .boxed()
                    .toList();
        }
    }

    private static OptionalInt number(String name, String prefix) {
        return Optional.of(name)
                .filter(each -> each.startsWith(prefix))
                .map(each -> each.substring(prefix.length()))
                .filter(digits ->
                        digits.length() == 8 && digits.chars().allMatch(Character::isDigit))
                .map(digits -> OptionalInt.of(Integer.parseInt(digits)))
                .orElse(OptionalInt.empty());
    }
}
