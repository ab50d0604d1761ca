package tocsin.config.prometheus;

import tocsin.yaml.Fields;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The fields that `global` and a scrape configuration have in common.
final class ScrapeTerms {
    static final String UTF8 = "utf8";
    static final String LEGACY = "legacy";

    private static final Set<String> PROTOCOLS =
            Set.of(
                    "OpenMetricsText0.0.1",
                    "OpenMetricsText1.0.0",
                    "PrometheusProto",
                    "PrometheusText0.0.4",
                    "PrometheusText1.0.0");
    private static final Set<String> ESCAPINGS =
            Set.of("allow-utf-8", "underscores", "dots", "values");
    private static final List<String> COUNTS =
            List.of(
                    "sample_limit",
                    "target_limit",
                    "label_limit",
                    "label_name_length_limit",
                    "label_value_length_limit",
                    "keep_dropped_targets");
    private static final List<String> SWITCHES =
            List.of(
                    "scrape_native_histograms",
                    "convert_classic_histograms_to_nhcb",
                    "always_scrape_classic_histograms",
                    "extra_scrape_metrics");
    private static final Pattern SIZE = Pattern.compile("0|(\\d*\\.?\\d+([KMGTPE]i?)?B)+");

    private ScrapeTerms() {}

    static void check(Fields fields, String what) {
        COUNTS.forEach(key -> count(fields, key));
        SWITCHES.forEach(fields::bool);
        fields.text("scrape_failure_log_file");
        size(fields, "body_size_limit");
        protocols(fields, what);
        oneOf(fields, "metric_name_validation_scheme", Set.of(UTF8, LEGACY));
        oneOf(fields, "metric_name_escaping_scheme", ESCAPINGS);
    }

    /// A whole number that is not below zero.
    static void count(Fields fields, String key) {
        fields.integer(key)
                .filter(value -> value < 0)
                .ifPresent(value ->
                        fields.problem(key, "expected a number from 0 on, found " + value));
    }

    static void size(Fields fields, String key) {
        fields.text(key)
                .filter(text -> !text.isEmpty() && !SIZE.matcher(text).matches())
                .ifPresent(text ->
                        fields.problem(
                                key, "expected a size such as 10MB, found \"" + text + "\""));
    }

    /// A value that is one of a few words, or empty.
    static void oneOf(Fields fields, String key, Set<String> words) {
        fields.text(key)
                .filter(word -> !word.isEmpty() && !words.contains(word))
                .ifPresent(word ->
                        fields.problem(
                                key,
                                "expected one of "
                                        + words.stream().sorted().toList()
                                        + ", found \""
                                        + word
                                        + "\""));
    }

    static void protocol(Fields fields, String key) {
        oneOf(fields, key, PROTOCOLS);
    }

    private static void protocols(Fields fields, String what) {
        if (fields.node("scrape_protocols").isEmpty()) {
            return;
        }
        List<String> given = fields.texts("scrape_protocols");
        var seen = new HashSet<String>();
        if (given.isEmpty()) {
            fields.problem("scrape_protocols", "cannot be empty for " + what);
        }
        for (String one : given) {
            if (!PROTOCOLS.contains(one)) {
                fields.problem(
                        "scrape_protocols",
                        "unknown scrape protocol "
                                + one
                                + ", supported: "
                                + PROTOCOLS.stream().sorted().toList());
            } else if (!seen.add(one.toLowerCase(Locale.ROOT))) {
                fields.problem("scrape_protocols", "duplicated protocol, got " + given);
            }
        }
    }
}
