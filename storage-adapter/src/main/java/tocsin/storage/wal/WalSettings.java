package tocsin.storage.wal;

import java.nio.file.Path;

/// How a log is written.
///
/// @param segmentBytes where a segment ends; a multiple of 32 KiB
/// @param syncBeforeAnswer whether an answer waits for fsync. Without it an answered write survives
///   the death of the process at any moment, as in Prometheus; with it that of the machine too, at
///   the price of an fsync for each group of writes
public record WalSettings(Path folder, int segmentBytes, boolean syncBeforeAnswer) {
    /// Upstream's: 128 MiB, no fsync before the answer.
    public static WalSettings of(Path folder) {
        return new WalSettings(folder, 128 << 20, false);
    }

    /// Refuses segments that do not end with a page.
    public WalSettings {
        if (segmentBytes < WalFormat.PAGE || segmentBytes % WalFormat.PAGE != 0) {
            throw new IllegalArgumentException(
                    "segments of " + segmentBytes + " bytes, expected a multiple of 32768");
        }
    }
}
