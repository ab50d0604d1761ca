package tocsin.config.prometheus;

import tocsin.labels.LabelNames;
import tocsin.yaml.Fields;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What `global` says of all jobs.
///
/// @param scheme of the names of metrics and labels: `utf8` or `legacy`
record GlobalSection(Duration interval, String scheme) {
    private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);

    static GlobalSection read(Fields top) {
        return top.fields("global")
                .map(GlobalSection::of)
                .orElse(new GlobalSection(DEFAULT_INTERVAL, ScrapeTerms.UTF8));
    }

    private static GlobalSection of(Fields fields) {
        Duration interval =
                fields.duration("scrape_interval")
                        .filter(Duration::isPositive)
                        .orElse(DEFAULT_INTERVAL);
        Optional<Duration> timeout = fields.duration("scrape_timeout");
        if (timeout.filter(given -> given.compareTo(interval) > 0).isPresent()) {
            fields.problem("scrape_timeout", "global scrape timeout greater than scrape interval");
        }
        fields.duration("evaluation_interval");
        fields.duration("rule_query_offset");
        fields.text("query_log_file");
        ScrapeTerms.check(fields, "global");
        String scheme = fields.text("metric_name_validation_scheme", ScrapeTerms.UTF8);
        externalLabels(fields, scheme);
        fields.done("global");
        return new GlobalSection(interval, scheme);
    }

    private static void externalLabels(Fields fields, String scheme) {
        List<String> bad =
                fields.textMap("external_labels").keySet().stream()
                        .filter(name -> !isLabel(name, scheme))
                        .toList();
        bad.forEach(name ->
                fields.problem("external_labels", "\"" + name + "\" is not a valid label name"));
    }

    static boolean isLabel(String name, String scheme) {
        return scheme.equals(ScrapeTerms.LEGACY)
                ? LabelNames.isLegacy(name)
                : LabelNames.isUtf8(name);
    }
}
