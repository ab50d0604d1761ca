package tocsin.template;

import tocsin.gotemplate.value.GoFunction;
import tocsin.gotemplate.value.GoType;
import tocsin.gotemplate.value.Times;
import tocsin.gotemplate.value.Value;
import tocsin.labels.Labels;
import tocsin.template.TemplateData.AlertFacts;
import tocsin.template.TemplateData.Facts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The types of upstream's template data, with their methods.
final class AlertTypes {
    /// `[]string` with a method to join it.
    static final GoType STRINGS =
            GoType.named("template.Strings", GoType.STRINGS)
                    .method(
                            "Join",
                            GoFunction.of(
                                    args -> Value.of(join(text(args[1]), args[0])), GoType.STRING))
                    .build();

    static final GoType PAIR = GoType.struct("template.Pair", List.of("Name", "Value")).build();

    static final GoType PAIRS =
            GoType.named("template.Pairs", GoType.sliceOf(PAIR))
                    .method("Names", GoFunction.of(args -> part(args[0], 0)))
                    .method("Values", GoFunction.of(args -> part(args[0], 1)))
                    .prints(AlertTypes::pairsText)
                    .build();

    /// Label sets and annotations.
    static final GoType KV =
            GoType.named("template.KV", GoType.STRING_MAP)
                    .method("SortedPairs", GoFunction.of(args -> sortedPairs(args[0])))
                    .method("Names", GoFunction.of(args -> part(sortedPairs(args[0]), 0)))
                    .method("Values", GoFunction.of(args -> part(sortedPairs(args[0]), 1)))
                    .method(
                            "Remove",
                            GoFunction.of(
                                    args -> without((Value.Dict) args[0], (Value.Seq) args[1]),
                                    GoType.STRINGS))
                    .prints(value -> pairsText(sortedPairs(value)))
                    .build();

    static final GoType ALERT =
            GoType.struct(
                            "template.Alert",
                            List.of(
                                    "Status",
                                    "Labels",
                                    "Annotations",
                                    "StartsAt",
                                    "EndsAt",
                                    "GeneratorURL",
                                    "Fingerprint"))
                    .json(
                            "status",
                            "labels",
                            "annotations",
                            "startsAt",
                            "endsAt",
                            "generatorURL",
                            "fingerprint")
                    .build();

    static final GoType ALERT_LIST = GoType.sliceOf(ALERT);

    static final GoType ALERTS =
            GoType.named("template.Alerts", ALERT_LIST)
                    .method("Firing", GoFunction.of(args -> withStatus(args[0], "firing")))
                    .method("Resolved", GoFunction.of(args -> withStatus(args[0], "resolved")))
                    .build();

    static final GoType DATA =
            GoType.struct(
                            "template.Data",
                            List.of(
                                    "Receiver",
                                    "Status",
                                    "Alerts",
                                    "NotificationReason",
                                    "GroupLabels",
                                    "CommonLabels",
                                    "CommonAnnotations",
                                    "RouteLabels",
                                    "ExternalURL"))
                    .json(
                            "receiver",
                            "status",
                            "alerts",
                            "notification_reason",
                            "groupLabels",
                            "commonLabels",
                            "commonAnnotations",
                            "routeLabels",
                            "externalURL")
                    .build();

    private static final GoType DATA_POINTER = GoType.pointerTo(DATA);

    private AlertTypes() {}

    static Value.Struct data(Facts facts) {
        return Value.Struct.pointer(
                DATA_POINTER,
                Value.of(facts.receiver()),
                Value.of(facts.status()),
                new Value.Seq(facts.alerts().stream().map(AlertTypes::alert).toList(), ALERTS),
                Value.of(facts.reason()),
                kv(facts.groupLabels()),
                kv(facts.commonLabels()),
                kv(facts.commonAnnotations()),
                kv(facts.routeLabels()),
                Value.of(facts.externalUrl()));
    }

    private static Value alert(AlertFacts alert) {
        return Value.Struct.of(
                ALERT,
                Value.of(alert.status()),
                kv(alert.labels()),
                kv(alert.annotations()),
                new Value.Time(alert.startsAt()),
                alert.endsAt().<Value>map(Value.Time::new).orElse(Times.ZERO),
                Value.of(alert.generatorUrl()),
                Value.of(alert.fingerprint()));
    }

    static Value kv(Labels labels) {
        String[] keys = new String[labels.size()];
        Value[] values = new Value[labels.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = labels.name(i);
            values[i] = Value.of(labels.value(i));
        }
        return new Value.Dict(keys, values, KV);
    }

    private static String text(Value value) {
        return ((Value.Str) value).value();
    }

    /// Strings with something between them.
    static String join(String separator, Value strings) {
        return ((Value.Seq) strings)
                .items().stream().map(AlertTypes::text).collect(Collectors.joining(separator));
    }

    private static Value withStatus(Value alerts, String status) {
        var chosen = new ArrayList<Value>();
        for (Value alert : ((Value.Seq) alerts).items()) {
            if (text(((Value.Struct) alert).fields().getFirst()).equals(status)) {
                chosen.add(alert);
            }
        }
        return new Value.Seq(chosen, ALERT_LIST);
    }

    /// All pairs in order of names, but `alertname` first.
    private static Value sortedPairs(Value kv) {
        Value.Dict dict = (Value.Dict) kv;
        var pairs = new ArrayList<Value>(dict.keys().length);
        for (int i = 0; i < dict.keys().length; i++) {
            Value pair = Value.Struct.of(PAIR, Value.of(dict.keys()[i]), dict.values()[i]);
            if (dict.keys()[i].equals(Labels.ALERT_NAME)) {
                pairs.addFirst(pair);
            } else {
                pairs.add(pair);
            }
        }
        return new Value.Seq(pairs, PAIRS);
    }

    private static Value part(Value pairs, int field) {
        var parts = new ArrayList<Value>();
        for (Value pair : ((Value.Seq) pairs).items()) {
            parts.add(((Value.Struct) pair).fields().get(field));
        }
        return new Value.Seq(parts, STRINGS);
    }

    private static String pairsText(Value pairs) {
        return ((Value.Seq) pairs)
                .items().stream()
                        .map(pair -> ((Value.Struct) pair).fields())
                        .map(fields -> text(fields.getFirst()) + "=" + text(fields.getLast()))
                        .collect(Collectors.joining(", "));
    }

    private static Value without(Value.Dict kv, Value.Seq names) {
        Set<String> gone = new HashSet<>();
        names.items().forEach(name -> gone.add(text(name)));
        var keys = new ArrayList<String>();
        var values = new ArrayList<Value>();
        for (int i = 0; i < kv.keys().length; i++) {
            if (!gone.contains(kv.keys()[i])) {
                keys.add(kv.keys()[i]);
                values.add(kv.values()[i]);
            }
        }
        return new Value.Dict(keys.toArray(String[]::new), values.toArray(Value[]::new), KV);
    }
}
