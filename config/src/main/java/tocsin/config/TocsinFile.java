package tocsin.config;

import tocsin.alertmanagers.Alerting;
import tocsin.http.Destinations;
import tocsin.labels.LabelNames;
import tocsin.labels.Labels;
import tocsin.outbox.OutboxTerms;
import tocsin.rules.Restoration;
import tocsin.rules.RuleSettings.Downtime;
import tocsin.rules.RuleSettings.Operation;
import tocsin.yaml.Fields;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlReader;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Reads a `tocsin.yml`: what is Tocsin's own and in neither of upstream's files.
public final class TocsinFile {
    private static final int MOST = 100_000;
    private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);
    private static final Duration DEFAULT_RESEND = Duration.ofMinutes(1);
    private static final Duration DEFAULT_SELF_SCRAPE = Duration.ofSeconds(15);

    private TocsinFile() {}

    /// What a file says.
    ///
    /// @param ruleFiles globs, absolute or from the folder of the file
    /// @param storages beside the local one, and who uses which
    /// @param selfScrape how often the member's own metrics are stored as samples; zero for never
    /// @param outgoing what it says of notifications
    /// @param otlp how OpenTelemetry's metrics become series
    public record Read(
            List<String> ruleFiles,
            Evaluation evaluation,
            Labels externalLabels,
            Duration selfScrape,
            Outgoing outgoing,
            Storages storages,
            Otlp otlp) {
        /// What holds when there is no file.
        public static final Read DEFAULTS =
                new Read(
                        List.of(),
                        Evaluation.DEFAULT,
                        Labels.EMPTY,
                        DEFAULT_SELF_SCRAPE,
                        Outgoing.DEFAULTS,
                        Storages.NONE,
                        Otlp.DEFAULT);

        /// Copies the globs.
        public Read {
            ruleFiles = List.copyOf(ruleFiles);
        }

        /// The same with flags over what it says of evaluation.
        public Read with(UnaryOperator<Evaluation> flags) {
            return new Read(
                    ruleFiles,
                    flags.apply(evaluation),
                    externalLabels,
                    selfScrape,
                    outgoing,
                    storages,
                    otlp);
        }
    }

    /// How notifications go out.
    ///
    /// @param terms how receivers are spoken to: `outbox`
    /// @param destinations which addresses may be sent to
    /// @param mustache fields of receivers that are written in Mustache
    /// @param alerting Alertmanagers elsewhere that alerts of rules go to
    /// @param names checks the receivers that `outbox` names against those there are
    public record Outgoing(
            OutboxTerms terms,
            Destinations destinations,
            MustacheFields mustache,
            Alerting alerting,
            Consumer<Set<String>> names) {
        /// What holds when nothing is said.
        public static final Outgoing DEFAULTS =
                new Outgoing(
                        OutboxTerms.DEFAULT,
                        Destinations.DEFAULT,
                        MustacheFields.NONE,
                        Alerting.NONE,
                        _ -> {});
    }

    /// How rules are evaluated.
    ///
    /// @param interval of groups that name none: `evaluation.interval`
    /// @param queryOffset of groups that name none: `evaluation.query_offset`
    /// @param resendDelay until an alert that still fires is handed on again
    /// @param operation `evaluation.downtime`, `catch_up_slots`, `concurrency`, `input_wait`,
    ///   `for_outage_tolerance`, `for_grace_period`
    /// @param quarantine `evaluation.quarantine`: whether a rule file with errors is set aside,
    ///   with its last good version running, instead of refusing the whole load
    public record Evaluation(
            Duration interval,
            Duration queryOffset,
            Duration resendDelay,
            Operation operation,
            boolean quarantine) {
        static final Evaluation DEFAULT =
                new Evaluation(
                        DEFAULT_INTERVAL, Duration.ZERO, DEFAULT_RESEND, Operation.DEFAULT, false);
    }

    /// What the text says. Where something is wrong a problem is added, and what is returned must
    /// not be used.
    ///
    /// @param file as the user named it; relative globs count from its folder
    public static Read read(Path file, String text, Problems problems) {
        return YamlReader.read(file.toString(), text, problems)
                .map(top -> read(file, Fields.of(top, problems)))
                .orElse(Read.DEFAULTS);
    }

    private static Read read(Path file, Fields top) {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
        List<String> globs =
                top.texts("rule_files").stream()
                        .map(glob -> folder.resolve(glob).normalize().toString())
                        .toList();
        Evaluation evaluation =
                top.fields("evaluation")
                        .map(TocsinFile::evaluation)
                        .orElse(Read.DEFAULTS.evaluation());
        Labels external = externalLabels(top);
        Duration selfScrape =
                top.fields("self_scrape").map(TocsinFile::selfScrape).orElse(DEFAULT_SELF_SCRAPE);
        Outgoing outgoing = outgoing(top, new AlertingReader(folder).read(top));
        Storages storages = new StoragesReader(folder).read(top);
        Otlp otlp = OtlpReader.read(top);
        top.done("tocsin.yml");
        return new Read(globs, evaluation, external, selfScrape, outgoing, storages, otlp);
    }

    private static Outgoing outgoing(Fields top, Alerting alerting) {
        OutboxReader.Read outbox = OutboxReader.read(top);
        return new Outgoing(
                outbox.terms(),
                DestinationsReader.read(top),
                MustacheFields.read(top),
                alerting,
                outbox.names());
    }

    private static Evaluation evaluation(Fields fields) {
        Evaluation defaults = Read.DEFAULTS.evaluation();
        Duration interval = fields.duration("interval").orElse(defaults.interval());
        if (!interval.isPositive()) {
            fields.problem("interval", "must be longer than nothing");
        }
        var read =
                new Evaluation(
                        interval,
                        fields.duration("query_offset").orElse(defaults.queryOffset()),
                        fields.duration("resend_delay").orElse(defaults.resendDelay()),
                        operation(fields),
                        fields.bool("quarantine").orElse(false));
        fields.done("evaluation");
        return read;
    }

    private static Operation operation(Fields fields) {
        Operation defaults = Operation.DEFAULT;
        return new Operation(
                fields.parsed("downtime", TocsinFile::downtime).orElse(defaults.downtime()),
                number(fields, "catch_up_slots", defaults.mostCaughtUp()),
                number(fields, "concurrency", defaults.concurrency()),
                fields.duration("input_wait").orElse(defaults.inputWait()),
                new Restoration(
                        fields.duration("for_outage_tolerance")
                                .orElse(defaults.restoration().outageTolerance()),
                        fields.duration("for_grace_period")
                                .orElse(defaults.restoration().gracePeriod())));
    }

    private static Downtime downtime(String word) {
        return switch (word) {
            case "recheck" -> Downtime.RECHECK;
            case "count" -> Downtime.COUNT;
            case "freeze" -> Downtime.FREEZE;
            default ->
                    throw new IllegalArgumentException(
                            "expected recheck, count or freeze, found \"" + word + "\"");
        };
    }

    private static int number(Fields fields, String key, int otherwise) {
        long number = fields.integer(key).orElse((long) otherwise);
        if (number < 0 || number > MOST) {
            fields.problem(key, "expected a number from 0 to " + MOST);
        }
        return Math.clamp(number, 0, MOST);
    }

    private static Duration selfScrape(Fields fields) {
        Duration interval = fields.duration("interval").orElse(DEFAULT_SELF_SCRAPE);
        fields.done("self_scrape");
        return interval;
    }

    private static Labels externalLabels(Fields top) {
        var labels = top.textMap("external_labels");
        for (String name : labels.keySet()) {
            if (!LabelNames.isUtf8(name) || name.equals(Labels.METRIC_NAME)) {
                top.problem("external_labels", "\"" + name + "\" is not a valid label name");
            }
        }
        return Labels.of(labels);
    }
}
