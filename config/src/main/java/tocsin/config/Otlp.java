package tocsin.config;

import java.util.Arrays;
import java.util.List;

/// `otlp` of a `tocsin.yml`, with upstream's keys: how OpenTelemetry's metrics become series.
///
/// @param strategy of names: `translation_strategy`
/// @param promotesAll whether all attributes of a resource become labels of its series
/// @param attributes of a resource that become labels; those that do not, with `promotesAll`
/// @param keepsIdentifying whether `target_info` bears what `job` and `instance` are made of, too
/// @param customBuckets whether classic histograms become native ones with custom buckets
/// @param promotesScope whether name, version and attributes of the scope become labels
/// @param prefixesUnderscore whether a label that begins with one underscore gets `key` before it
/// @param keepsUnderscores whether several underscores in a row stay several
public record Otlp(
        Strategy strategy,
        boolean promotesAll,
        List<String> attributes,
        boolean keepsIdentifying,
        boolean customBuckets,
        boolean promotesScope,
        boolean prefixesUnderscore,
        boolean keepsUnderscores) {
    /// Upstream's defaults.
    public static final Otlp DEFAULT =
            new Otlp(
                    Strategy.UNDERSCORES_AND_SUFFIXES,
                    false,
                    List.of(),
                    false,
                    false,
                    false,
                    true,
                    true);

    /// What becomes of names.
    public enum Strategy {
        /// Letters, digits and underscores, with unit and kind at the end.
        UNDERSCORES_AND_SUFFIXES("UnderscoreEscapingWithSuffixes", true, true),
        /// Letters, digits and underscores.
        UNDERSCORES("UnderscoreEscapingWithoutSuffixes", true, false),
        /// Unit and kind at the end.
        SUFFIXES("NoUTF8EscapingWithSuffixes", false, true),
        /// They stay as they are.
        NONE("NoTranslation", false, false);

        private final String word;
        private final boolean escapes;
        private final boolean suffixes;

        Strategy(String word, boolean escapes, boolean suffixes) {
            this.word = word;
            this.escapes = escapes;
            this.suffixes = suffixes;
        }

        static Strategy of(String word) {
            for (Strategy each : values()) {
                if (each.word.equals(word)) {
                    return each;
                }
            }
            List<String> words = Arrays.stream(values()).map(each -> each.word).toList();
            throw new IllegalArgumentException(
                    "expected one of " + words + ", found \"" + word + "\"");
        }

        /// Whether names keep letters, digits and underscores only.
        public boolean escapes() {
            return escapes;
        }

        /// Whether units and `total` stand at the end.
        public boolean suffixes() {
            return suffixes;
        }
    }

    /// Copies the names.
    public Otlp {
        attributes = List.copyOf(attributes);
    }
}
