package tocsin.storage.remote;

import tocsin.labels.Labels;

import java.net.URI;
import java.time.Duration;

/// Where results are written.
///
/// @param name by which metrics and logs call it
/// @param target the address that takes remote write, such as `http://prometheus:9090/api/v1/write`
/// @param external labels that every sample gets which has none of their names
/// @param timeout of one request
/// @param samplesPerMessage at most
/// @param minShards requests at once, at least
/// @param maxShards requests at once, at most
/// @param mostPending samples that may wait; beyond, new ones are refused, for those that wait are
///   older and would be missed sooner
public record RemoteWriteSettings(
        String name,
        URI target,
        Labels external,
        Duration timeout,
        int samplesPerMessage,
        int minShards,
        int maxShards,
        int mostPending) {
    /// Upstream's defaults, and a million samples that may wait: about 40 MB of memory and disk.
    public static RemoteWriteSettings of(String name, URI target) {
        return new RemoteWriteSettings(
                name, target, Labels.EMPTY, Duration.ofSeconds(30), 2000, 1, 50, 1_000_000);
    }

    /// Refuses what cannot work.
    public RemoteWriteSettings {
        if (minShards < 1 || maxShards < minShards || samplesPerMessage < 1) {
            throw new IllegalArgumentException(
                    "shards from "
                            + minShards
                            + " to "
                            + maxShards
                            + " with messages of "
                            + samplesPerMessage);
        }
    }
}
