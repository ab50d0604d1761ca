package tocsin.storage.otlp;

import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Who a message speaks of, and by which part of it: what all series of its points bear.
///
/// @param attributes of the resource
/// @param scope labels of the part, made; empty when they are not wanted
record OtlpResource(
        List<OtlpAttribute> attributes, Map<String, String> scope, OtlpTranslation rules) {
    private static final String NAME = "service.name";
    private static final String NAMESPACE = "service.namespace";
    private static final String INSTANCE = "service.instance.id";

    /// The part of a program that measures.
    record Scope(String name, String version, String schema, List<OtlpAttribute> attributes) {}

    OtlpResource {
        attributes = List.copyOf(attributes);
    }

    private OtlpNames names() {
        return new OtlpNames(rules);
    }

    /// The same, for the points of a part.
    OtlpResource of(Scope part) throws RefusedPointException {
        if (!rules.promotesScope() || part.name().isEmpty()) {
            return this;
        }
        var labels = new TreeMap<String, String>();
        labels.put("otel_scope_name", part.name());
        labels.put("otel_scope_version", part.version());
        labels.put("otel_scope_schema_url", part.schema());
        for (OtlpAttribute each : part.attributes()) {
            labels.put(names().label("otel_scope_" + each.name()), each.text());
        }
        return new OtlpResource(attributes, labels, rules);
    }

    /// The labels of a point, without its metric's name. Attributes whose names become the same are
    /// joined.
    Map<String, String> labels(List<OtlpAttribute> own) throws RefusedPointException {
        Map<String, String> labels = joined(own);
        for (OtlpAttribute each : sorted(attributes)) {
            if (rules.promotes(each.name())) {
                labels.putIfAbsent(names().label(each.name()), each.text());
            }
        }
        labels.putAll(scope);
        identify(labels);
        return labels;
    }

    private Map<String, String> joined(List<OtlpAttribute> own) throws RefusedPointException {
        var labels = new TreeMap<String, String>();
        for (OtlpAttribute each : sorted(own)) {
            labels.merge(
                    names().label(each.name()), each.text(), (one, other) -> one + ";" + other);
        }
        return labels;
    }

    private static List<OtlpAttribute> sorted(List<OtlpAttribute> list) {
        if (list.size() < 2) {
            return list;
        }
        var sorted = new ArrayList<>(list);
        sorted.sort(Comparator.comparing(OtlpAttribute::name));
        return sorted;
    }

    private void identify(Map<String, String> labels) {
        Optional<String> name = attribute(NAME);
        Optional<String> namespace = attribute(NAMESPACE);
        name.ifPresent(
                job -> labels.put("job", namespace.map(space -> space + "/" + job).orElse(job)));
        attribute(INSTANCE).ifPresent(instance -> labels.put("instance", instance));
    }

    private Optional<String> attribute(String name) {
        return attributes.stream()
                .filter(each -> each.name().equals(name))
                .map(OtlpAttribute::text)
                .findFirst();
    }

    /// The labels of `target_info`, if there is anything to tell and a target to tell it of.
    Optional<Labels> targetInfo() throws RefusedPointException {
        var told = new ArrayList<OtlpAttribute>();
        boolean any = false;
        for (OtlpAttribute each : attributes) {
            boolean identifies =
                    each.name().equals(NAME)
                            || each.name().equals(NAMESPACE)
                            || each.name().equals(INSTANCE);
            any |= !identifies;
            if (!identifies || rules.keepsIdentifying()) {
                told.add(each);
            }
        }
        Map<String, String> labels = joined(told);
        identify(labels);
        boolean known = labels.containsKey("job") || labels.containsKey("instance");
        return any && known ? Optional.of(named("target_info", labels)) : Optional.empty();
    }

    static Labels named(String metric, Map<String, String> labels) {
        var all = new LabelsBuilder();
        labels.forEach(all::set);
        return all.set(Labels.METRIC_NAME, metric).build();
    }

    static Labels named(String metric, Map<String, String> labels, String extra, String text) {
        return named(metric, labels).toBuilder().set(extra, text).build();
    }
}
