package tocsin.rules.unittest;

import tocsin.alert.Alert;
import tocsin.labels.Labels;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A file of unit tests as promtool has it, with Tocsin's assertions about routing.
///
/// @param ruleFiles globs, relative to the file
/// @param evaluationInterval how often all groups are evaluated
/// @param groupOrder groups that are evaluated in this order
/// @param fuzzyCompare whether floats may differ in their last bit
/// @param alertmanagerConfig the configuration that alerts are routed by, relative to the file
public record RuleTestFile(
        Path file,
        List<String> ruleFiles,
        Duration evaluationInterval,
        List<String> groupOrder,
        boolean fuzzyCompare,
        Optional<String> alertmanagerConfig,
        List<Test> tests) {
    /// Copies the lists.
    public RuleTestFile {
        ruleFiles = List.copyOf(ruleFiles);
        groupOrder = List.copyOf(groupOrder);
        tests = List.copyOf(tests);
    }

    /// One test.
    ///
    /// @param interval between samples of input series
    /// @param start of the first sample and the first evaluation
    public record Test(
            String name,
            Duration interval,
            Instant start,
            List<InputSeries> series,
            Labels externalLabels,
            String externalUrl,
            List<AlertCheck> alertChecks,
            List<ExpressionCheck> expressionChecks,
            Routing routing) {
        /// Copies the lists.
        public Test {
            series = List.copyOf(series);
            alertChecks = List.copyOf(alertChecks);
            expressionChecks = List.copyOf(expressionChecks);
        }

        /// The start plus the last time at which anything is looked at.
        public Instant end() {
            Duration last = Duration.ZERO;
            for (AlertCheck check : alertChecks) {
                last = later(last, check.evalTime());
            }
            for (ExpressionCheck check : expressionChecks) {
                last = later(last, check.evalTime());
            }
            return start.plus(later(last, routing.last()));
        }
    }

    static Duration later(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /// A series and its values, both in the notation of series.
    public record InputSeries(String series, String values) {}

    /// The alerts of one name that must fire at a time.
    public record AlertCheck(Duration evalTime, String alertname, List<ExpectedAlert> expected) {
        /// Copies the list.
        public AlertCheck {
            expected = List.copyOf(expected);
        }
    }

    /// An alert as it is expected. Labels hold the alert's name.
    public record ExpectedAlert(Labels labels, Labels annotations) {}

    /// What an expression must give at a time.
    public record ExpressionCheck(
            String expression, Duration evalTime, List<ExpectedSample> expected) {
        /// Copies the list.
        public ExpressionCheck {
            expected = List.copyOf(expected);
        }
    }

    /// A sample as it is expected.
    ///
    /// @param labels in the notation of series
    /// @param histogram in the notation of histograms; empty for a float
    public record ExpectedSample(String labels, double value, String histogram) {}

    /// What Tocsin adds: alerts on their way to receivers.
    public record Routing(
            List<InputAlert> alerts,
            List<InputSilence> silences,
            List<GroupCheck> groupChecks,
            List<NotificationCheck> notificationChecks) {
        /// No assertion.
        public static final Routing NONE = new Routing(List.of(), List.of(), List.of(), List.of());

        /// Copies the lists.
        public Routing {
            alerts = List.copyOf(alerts);
            silences = List.copyOf(silences);
            groupChecks = List.copyOf(groupChecks);
            notificationChecks = List.copyOf(notificationChecks);
        }

        /// Whether anything is asserted.
        public boolean isEmpty() {
            return groupChecks.isEmpty() && notificationChecks.isEmpty();
        }

        Duration last() {
            Duration last = Duration.ZERO;
            for (GroupCheck check : groupChecks) {
                last = later(last, check.evalTime());
            }
            for (NotificationCheck check : notificationChecks) {
                last = later(last, check.to());
            }
            return last;
        }
    }

    /// An alert that comes from elsewhere, and is refreshed as long as it fires.
    public record InputAlert(Labels labels, Labels annotations, Duration from, Duration until) {
        /// As it is posted at a time, if it has begun.
        ///
        /// @param validFor for how long it is believed in after it was posted
        public Optional<Alert> at(Instant start, Instant now, Duration validFor) {
            Instant begin = start.plus(from);
            if (now.isBefore(begin)) {
                return Optional.empty();
            }
            Instant over = start.plus(until);
            Instant ends = over.isAfter(now) ? now.plus(validFor) : over;
            return Optional.of(new Alert(labels, annotations, begin, ends, now, "", false));
        }
    }

    /// A silence in force for a while.
    ///
    /// @param matchers as an `alertmanager.yml` has them
    public record InputSilence(List<String> matchers, Duration from, Duration until) {
        /// Copies the matchers.
        public InputSilence {
            matchers = List.copyOf(matchers);
        }
    }

    /// What an alert's way must look like at a time.
    ///
    /// @param labels that the alert has, among others
    /// @param receivers that it is routed to, in order
    /// @param groupLabels of its groups, one for each receiver; none when nothing is said of them
    /// @param state `active`, `silenced`, `inhibited`, `muted` or `absent`, when it is said
    public record GroupCheck(
            Duration evalTime,
            Labels labels,
            Optional<List<String>> receivers,
            Optional<List<Labels>> groupLabels,
            Optional<String> state) {}

    /// The notifications that a receiver must get in a stretch of time, all of them and no others.
    public record NotificationCheck(
            String receiver, Duration from, Duration to, List<ExpectedNotification> expected) {
        /// Copies the list.
        public NotificationCheck {
            expected = List.copyOf(expected);
        }
    }

    /// A notification as it is expected; what is not said is not looked at.
    ///
    /// @param at when it is sent
    /// @param status `firing` or `resolved`
    /// @param groupLabels of its group
    /// @param firing labels that its firing alerts have, among others, each once
    /// @param resolved labels that its resolved alerts have, among others, each once
    /// @param texts templates, and what they give for it
    public record ExpectedNotification(
            Optional<Duration> at,
            Optional<String> status,
            Optional<Labels> groupLabels,
            Optional<List<Labels>> firing,
            Optional<List<Labels>> resolved,
            Map<String, String> texts) {
        /// Copies the texts.
        public ExpectedNotification {
            texts = Map.copyOf(texts);
        }
    }
}
