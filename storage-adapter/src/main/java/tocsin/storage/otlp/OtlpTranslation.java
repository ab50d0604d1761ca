package tocsin.storage.otlp;

import java.time.Duration;
import java.util.Set;

/// How OpenTelemetry's metrics become series: upstream's `otlp` block.
///
/// @param escapesNames whether names keep letters, digits and underscores only
/// @param addsSuffixes whether units and `total` stand at the end of metric names
/// @param promotesAll whether all attributes of a resource become labels of its series
/// @param attributes of a resource that become labels; those that do not, with `promotesAll`
/// @param keepsIdentifying whether `target_info` bears what `job` and `instance` are made of, too
/// @param customBuckets whether classic histograms become native ones with custom buckets
/// @param promotesScope whether name, version and attributes of the scope become labels
/// @param prefixesUnderscore whether a label that begins with one underscore gets `key` before it
/// @param keepsUnderscores whether several underscores in a row stay several
/// @param lookback of queries: `target_info` is written twice as often
public record OtlpTranslation(
        boolean escapesNames,
        boolean addsSuffixes,
        boolean promotesAll,
        Set<String> attributes,
        boolean keepsIdentifying,
        boolean customBuckets,
        boolean promotesScope,
        boolean prefixesUnderscore,
        boolean keepsUnderscores,
        Duration lookback) {
    /// Upstream's defaults.
    public static final OtlpTranslation DEFAULT =
            new OtlpTranslation(
                    true,
                    true,
                    false,
                    Set.of(),
                    false,
                    false,
                    false,
                    true,
                    true,
                    Duration.ofMinutes(5));

    /// Copies the names.
    public OtlpTranslation {
        attributes = Set.copyOf(attributes);
    }

    boolean promotes(String attribute) {
        return promotesAll != attributes.contains(attribute);
    }
}
