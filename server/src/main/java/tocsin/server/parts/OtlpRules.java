package tocsin.server.parts;

import tocsin.config.Otlp;
import tocsin.storage.otlp.OtlpTranslation;

import java.time.Duration;
import java.util.Set;

/// What `tocsin.yml` says of OpenTelemetry's metrics, as the store takes it.
public final class OtlpRules {
    private OtlpRules() {}

    /// The rules of a file.
    ///
    /// @param lookback of queries
    public static OtlpTranslation of(Otlp said, Duration lookback) {
        return new OtlpTranslation(
                said.strategy().escapes(),
                said.strategy().suffixes(),
                said.promotesAll(),
                Set.copyOf(said.attributes()),
                said.keepsIdentifying(),
                said.customBuckets(),
                said.promotesScope(),
                said.prefixesUnderscore(),
                said.keepsUnderscores(),
                lookback);
    }
}
