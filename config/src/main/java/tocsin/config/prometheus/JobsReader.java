package tocsin.config.prometheus;

import tocsin.config.prometheus.PrometheusFile.Job;
import tocsin.files.Globs;
import tocsin.yaml.Fields;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;
import tocsin.yaml.YamlReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `scrape_configs`, and those in `scrape_config_files`.
final class JobsReader {
    private final Place place;
    private final GlobalSection global;
    private final List<Job> jobs = new ArrayList<>();
    private final Map<String, String> firstIn = new HashMap<>();

    JobsReader(Place place, GlobalSection global) {
        this.place = place;
        this.global = global;
    }

    List<Job> read(Fields top) {
        jobs(top, place);
        for (YamlNode item : top.items("scrape_config_files")) {
            String path = item instanceof YamlNode.Scalar scalar ? scalar.text() : "*/*";
            if (!Place.isGlob(path)) {
                top.problems().add(item, "invalid scrape config file path \"" + path + "\"");
            } else if (place.looksAtFiles()) {
                files(item, path, top.problems());
            }
        }
        return jobs;
    }

    private void files(YamlNode at, String path, Problems problems) {
        try {
            for (Path file : Globs.matching(place.resolve(path).toString(), Path.of(""))) {
                YamlReader.read(file.toString(), Files.readString(file), problems)
                        .map(node -> Fields.of(node, problems))
                        .ifPresent(fields -> {
                            jobs(fields, place.in(file));
                            fields.done("a file of scrape configurations");
                        });
            }
        } catch (IOException e) {
            problems.add(at, "cannot be read: " + e.getMessage());
        }
    }

    private void jobs(Fields top, Place in) {
        for (YamlNode item : top.items("scrape_configs")) {
            if (item instanceof YamlNode.Scalar scalar && scalar.isNull()) {
                top.problems().add(item, "empty or null scrape config section");
            } else {
                job(Fields.of(item, top.problems()), in);
            }
        }
    }

    private void job(Fields fields, Place in) {
        String name = fields.text("job_name", "");
        Duration interval =
                fields.duration("scrape_interval")
                        .filter(Duration::isPositive)
                        .orElse(global.interval());
        Optional<Duration> timeout = fields.duration("scrape_timeout");
        String first = firstIn.putIfAbsent(name, fields.node().file());
        if (name.isEmpty()) {
            fields.problem("job_name", "job_name is empty");
        } else if (first != null) {
            fields.problem(
                    "job_name",
                    "found multiple scrape configs with job name \""
                            + name
                            + "\", first found in "
                            + first);
        }
        if (timeout.filter(given -> given.compareTo(interval) > 0).isPresent()) {
            fields.problem(
                    "scrape_timeout",
                    "scrape timeout greater than scrape interval for scrape config with job name \""
                            + name
                            + "\"");
        }
        terms(fields, name);
        in.checkHttpAndFiles(fields);
        String scheme = fields.text("metric_name_validation_scheme", global.scheme());
        Relabelling.check(fields, "relabel_configs", scheme);
        Relabelling.check(fields, "metric_relabel_configs", scheme);
        boolean relabels = !fields.items("relabel_configs").isEmpty();
        new Discoveries(in, "scrape job \"" + name + "\"", relabels).check(fields);
        fields.done("a scrape config");
        jobs.add(new Job(name, interval));
    }

    private static void terms(Fields fields, String name) {
        ScrapeTerms.check(fields, "scrape config with job name \"" + name + "\"");
        List.of(
                        "honor_labels",
                        "honor_timestamps",
                        "track_timestamps_staleness",
                        "enable_compression")
                .forEach(fields::bool);
        ScrapeTerms.protocol(fields, "fallback_scrape_protocol");
        ScrapeTerms.count(fields, "native_histogram_bucket_limit");
        fields.parsed("native_histogram_min_bucket_factor", Double::valueOf);
        fields.text("metrics_path");
        fields.text("scheme");
        fields.fields("params").ifPresent(params -> params.keys().forEach(params::texts));
    }
}
