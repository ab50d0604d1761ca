package tocsin.gotemplate.value;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Abbreviations from the system's zone files, for Java's own database has none and its names of
/// locales differ from what Go prints. Where there are no files, there is no answer.
final class ZoneFiles {
    private static final Path FOLDER = Path.of("/usr/share/zoneinfo");
    private static final long MAX_BYTES = 1 << 20;
    private static final int HEADER = 44;

    /// One entry for each zone there is: bounded by the database.
    private static final ConcurrentHashMap<String, Optional<Zone>> ZONES =
            new ConcurrentHashMap<>();

    private ZoneFiles() {}

    /// What a file says: from each transition on, which abbreviation holds.
    private record Zone(long[] transitions, String[] names, boolean[] saves, String first) {
        /// The name at a second. Behind the last transition a rule goes on, which we leave to Java:
        /// it says whether daylight is saved.
        String at(long second, boolean saving) {
            int last = Arrays.binarySearch(transitions, second);
            int index = last >= 0 ? last : -last - 2;
            if (index < 0) {
                return first;
            }
            for (int i = index; index == names.length - 1 && i >= 0; i--) {
                if (saves[i] == saving) {
                    return names[i];
                }
            }
            return names[index];
        }
    }

    static Optional<String> abbreviation(String zone, long second, boolean saving) {
        return ZONES.computeIfAbsent(zone, ZoneFiles::read).map(read -> read.at(second, saving));
    }

    private static Optional<Zone> read(String zone) {
        Path file = FOLDER.resolve(zone).normalize();
        if (!file.startsWith(FOLDER)) {
            return Optional.empty();
        }
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
                return Optional.empty();
            }
            return parse(ByteBuffer.wrap(Files.readAllBytes(file)));
        } catch (IOException | IndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }

    /// The second block of the file, whose times have eight bytes.
    private static Optional<Zone> parse(ByteBuffer file) {
        if (file.getInt(0) != 0x545a6966 || file.get(4) < '2') {
            return Optional.empty();
        }
        int start = HEADER + sizeOf(file, 0, 4);
        int transitions = file.getInt(start + 32);
        int types = file.getInt(start + 36);
        int chars = file.getInt(start + 40);
        int times = start + HEADER;
        int indices = times + 8 * transitions;
        int infos = indices + transitions;
        int texts = infos + 6 * types;
        long[] at = new long[transitions];
        String[] names = new String[transitions];
        boolean[] saves = new boolean[transitions];
        for (int i = 0; i < transitions; i++) {
            at[i] = file.getLong(times + 8 * i);
            int info = infos + 6 * (file.get(indices + i) & 0xff);
            names[i] = name(file, info, texts, chars);
            saves[i] = file.get(info + 4) != 0;
        }
        return Optional.of(new Zone(at, names, saves, name(file, infos, texts, chars)));
    }

    private static int sizeOf(ByteBuffer file, int start, int timeBytes) {
        int isUt = file.getInt(start + 20);
        int isStandard = file.getInt(start + 24);
        int leaps = file.getInt(start + 28);
        int transitions = file.getInt(start + 32);
        int types = file.getInt(start + 36);
        int chars = file.getInt(start + 40);
        return transitions * (timeBytes + 1)
                + types * 6
                + chars
                + leaps * (timeBytes + 4)
                + isStandard
                + isUt;
    }

    private static String name(ByteBuffer file, int info, int texts, int chars) {
        int from = file.get(info + 5) & 0xff;
        int to = from;
        while (to < chars && file.get(texts + to) != 0) {
            to++;
        }
        byte[] bytes = new byte[to - from];
        file.get(texts + from, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
