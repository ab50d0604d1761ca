package tocsin.storage.local;

import tocsin.storage.head.SeriesLimits;

import java.nio.file.Path;
import java.time.Duration;

/// How the embedded store behaves.
///
/// @param folder where everything stands; made when it is not there
/// @param retention how long samples are kept
/// @param retentionBytes how large all blocks together may be; 0 for no limit
/// @param blockRange how much time a block of the smallest kind covers; upstream's 2 h
/// @param lateWindow how far behind the newest sample of all a sample of a series may come late
/// @param syncBeforeAnswer whether an answer waits for fsync; see `WalSettings`
/// @param mostExemplars kept in memory; 0 for none
/// @param limits what series may be and how many
public record StoreSettings(
        Path folder,
        Duration retention,
        long retentionBytes,
        Duration blockRange,
        Duration lateWindow,
        boolean syncBeforeAnswer,
        int mostExemplars,
        SeriesLimits limits) {
    private static final int EXEMPLARS = 100_000;

    /// Upstream's defaults: 15 days, blocks of two hours, nothing late.
    public static StoreSettings of(Path folder) {
        return new StoreSettings(
                folder,
                Duration.ofDays(15),
                0,
                Duration.ofHours(2),
                Duration.ZERO,
                false,
                EXEMPLARS,
                SeriesLimits.DEFAULT);
    }

    /// Refuses what cannot work.
    public StoreSettings {
        if (blockRange.toMillis() < 60_000) {
            throw new IllegalArgumentException("blocks of " + blockRange + ", at least a minute");
        }
        if (mostExemplars < 0) {
            throw new IllegalArgumentException(mostExemplars + " exemplars");
        }
        if (lateWindow.isNegative() || retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException(
                    "retention " + retention + " and late window " + lateWindow);
        }
    }

    /// With another retention.
    public StoreSettings withRetention(Duration time, long bytes) {
        return new StoreSettings(
                folder,
                time,
                bytes,
                blockRange,
                lateWindow,
                syncBeforeAnswer,
                mostExemplars,
                limits);
    }

    /// With another retention by time.
    public StoreSettings withRetention(Duration other) {
        return withRetention(other, retentionBytes);
    }

    /// With another window for late samples.
    public StoreSettings withLateWindow(Duration other) {
        return new StoreSettings(
                folder,
                retention,
                retentionBytes,
                blockRange,
                other,
                syncBeforeAnswer,
                mostExemplars,
                limits);
    }

    /// With room for another number of exemplars.
    public StoreSettings withExemplars(int most) {
        return new StoreSettings(
                folder,
                retention,
                retentionBytes,
                blockRange,
                lateWindow,
                syncBeforeAnswer,
                most,
                limits);
    }

    /// With other limits.
    public StoreSettings withLimits(SeriesLimits other) {
        return new StoreSettings(
                folder,
                retention,
                retentionBytes,
                blockRange,
                lateWindow,
                syncBeforeAnswer,
                mostExemplars,
                other);
    }
}
