package tocsin.config.prometheus;

import tocsin.http.Tls;
import tocsin.http.TlsReader;
import tocsin.yaml.Fields;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Checks `runtime`, `storage`, `tracing` and `otlp`.
final class OtherSections {
    private static final Set<String> STRATEGIES =
            Set.of(
                    "UnderscoreEscapingWithSuffixes",
                    "UnderscoreEscapingWithoutSuffixes",
                    "NoUTF8EscapingWithSuffixes",
                    "NoTranslation");

    private OtherSections() {}

    static void check(Fields top) {
        top.fields("runtime")
                .ifPresent(fields -> {
                    fields.integer("gogc");
                    fields.done("runtime");
                });
        top.fields("storage").ifPresent(OtherSections::storage);
        top.fields("tracing").ifPresent(OtherSections::tracing);
        top.fields("otlp").ifPresent(OtherSections::otlp);
    }

    private static void storage(Fields fields) {
        fields.fields("tsdb").ifPresent(OtherSections::tsdb);
        fields.fields("exemplars")
                .ifPresent(exemplars -> {
                    exemplars.integer("max_exemplars");
                    exemplars.done("exemplars");
                });
        fields.done("storage");
    }

    private static void tsdb(Fields fields) {
        fields.duration("out_of_order_time_window");
        fields.parsed("stale_series_compaction_threshold", Double::valueOf);
        fields.fields("chunk_encoding")
                .ifPresent(encoding -> {
                    ScrapeTerms.oneOf(encoding, "floats", Set.of("xor", "xor2"));
                    encoding.done("chunk_encoding");
                });
        fields.fields("retention")
                .ifPresent(retention -> {
                    retention.duration("time");
                    ScrapeTerms.size(retention, "size");
                    retention.parsed("percentage", Double::valueOf);
                    retention.done("retention");
                });
        fields.done("tsdb");
    }

    private static void tracing(Fields fields) {
        ScrapeTerms.oneOf(fields, "client_type", Set.of("http", "grpc"));
        if (fields.text("endpoint", "").isEmpty()) {
            fields.problem("endpoint", "tracing endpoint must be set");
        }
        fields.parsed("sampling_fraction", Double::valueOf);
        fields.bool("insecure");
        new TlsReader(Path::of).read(fields, "tls_config", Tls.DEFAULT);
        fields.textMap("headers");
        ScrapeTerms.oneOf(fields, "compression", Set.of("gzip"));
        fields.duration("timeout");
        fields.done("tracing");
    }

    private static void otlp(Fields fields) {
        boolean all = fields.bool("promote_all_resource_attributes").orElse(false);
        if (all && !fields.texts("promote_resource_attributes").isEmpty()) {
            fields.problem(
                    "promote_resource_attributes",
                    "cannot be configured beside 'promote_all_resource_attributes'");
        }
        if (!all && !fields.texts("ignore_resource_attributes").isEmpty()) {
            fields.problem(
                    "ignore_resource_attributes",
                    "cannot be configured unless 'promote_all_resource_attributes' is true");
        }
        fields.texts("promote_resource_attributes");
        fields.texts("ignore_resource_attributes");
        ScrapeTerms.oneOf(fields, "translation_strategy", STRATEGIES);
        List.of(
                        "keep_identifying_resource_attributes",
                        "convert_histograms_to_nhcb",
                        "promote_scope_metadata",
                        "label_name_underscore_sanitization",
                        "label_name_preserve_multiple_underscores")
                .forEach(fields::bool);
        fields.done("otlp");
    }
}
