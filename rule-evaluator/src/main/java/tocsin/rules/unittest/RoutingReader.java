package tocsin.rules.unittest;

import tocsin.labels.Labels;
import tocsin.rules.unittest.RuleTestFile.ExpectedNotification;
import tocsin.rules.unittest.RuleTestFile.GroupCheck;
import tocsin.rules.unittest.RuleTestFile.InputAlert;
import tocsin.rules.unittest.RuleTestFile.InputSilence;
import tocsin.rules.unittest.RuleTestFile.NotificationCheck;
import tocsin.rules.unittest.RuleTestFile.Routing;
import tocsin.yaml.Fields;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Reads what Tocsin adds to a test: `input_alerts`, `input_silences`, `routing_test` and
/// `notification_test`.
final class RoutingReader {
    private static final Set<String> STATES =
            Set.of("active", "silenced", "inhibited", "muted", "absent");
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final Problems problems;

    RoutingReader(Problems problems) {
        this.problems = problems;
    }

    Routing read(Fields test) {
        return new Routing(
                each(test, "input_alerts", this::alert),
                each(test, "input_silences", this::silence),
                each(test, "routing_test", this::groupCheck),
                each(test, "notification_test", this::notificationCheck));
    }

    private <T> List<T> each(Fields in, String key, Function<Fields, T> read) {
        var all = new ArrayList<T>();
        for (YamlNode item : in.items(key)) {
            Fields fields = Fields.of(item, problems);
            all.add(read.apply(fields));
            fields.done("an item of " + key);
        }
        return all;
    }

    private InputAlert alert(Fields fields) {
        Labels labels = Labels.of(fields.textMap("labels"));
        if (labels.isEmpty()) {
            fields.problem("labels", "an alert needs at least one label");
        }
        return new InputAlert(
                labels.isEmpty() ? Labels.of(Labels.ALERT_NAME, "?") : labels,
                Labels.of(fields.textMap("annotations")),
                fields.duration("from").orElse(Duration.ZERO),
                fields.duration("until").orElse(FOR_EVER));
    }

    private InputSilence silence(Fields fields) {
        if (fields.items("matchers").isEmpty()) {
            fields.problem("matchers", "a silence needs at least one matcher");
        }
        return new InputSilence(
                fields.texts("matchers"),
                fields.duration("from").orElse(Duration.ZERO),
                fields.duration("until").orElse(FOR_EVER));
    }

    private GroupCheck groupCheck(Fields fields) {
        Optional<String> state = fields.text("exp_state");
        if (state.filter(word -> !STATES.contains(word)).isPresent()) {
            fields.problem("exp_state", "expected one of " + STATES.stream().sorted().toList());
        }
        return new GroupCheck(
                fields.duration("eval_time").orElse(Duration.ZERO),
                Labels.of(fields.textMap("labels")),
                fields.has("exp_receivers")
                        ? Optional.of(fields.texts("exp_receivers"))
                        : Optional.empty(),
                labelSets(fields, "exp_group_labels"),
                state);
    }

    private NotificationCheck notificationCheck(Fields fields) {
        String receiver = fields.text("receiver", "");
        if (receiver.isEmpty()) {
            fields.problem("receiver", "a receiver's name must be given");
        }
        Duration to = fields.duration("to").orElse(Duration.ZERO);
        if (!to.isPositive()) {
            fields.problem("to", "the end of the time that is looked at must be given");
        }
        return new NotificationCheck(
                receiver,
                fields.duration("from").orElse(Duration.ZERO),
                to,
                each(fields, "exp_notifications", this::notification));
    }

    private ExpectedNotification notification(Fields fields) {
        return new ExpectedNotification(
                fields.duration("at"),
                fields.text("status"),
                fields.has("group_labels")
                        ? Optional.of(Labels.of(fields.textMap("group_labels")))
                        : Optional.empty(),
                labelSets(fields, "firing"),
                labelSets(fields, "resolved"),
                texts(fields));
    }

    private Map<String, String> texts(Fields fields) {
        return fields.textMap("texts");
    }

    private Optional<List<Labels>> labelSets(Fields fields, String key) {
        if (!fields.has(key)) {
            return Optional.empty();
        }
        var sets = new ArrayList<Labels>();
        for (YamlNode item : fields.items(key)) {
            Fields one = Fields.of(item, problems);
            var set = new LinkedHashMap<String, String>();
            one.keys().forEach(name -> set.put(name, one.text(name, "")));
            sets.add(Labels.of(set));
        }
        return Optional.of(sets);
    }
}
