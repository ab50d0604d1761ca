package tocsin.template;

import tocsin.labels.Labels;
import tocsin.template.TemplateData.AlertFacts;
import tocsin.template.TemplateData.Facts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a Mustache template sees: the fields of upstream's data under their names in JSON, and what
/// a language without functions needs beside: `isFiring`, `firing` and `resolved` alerts, their
/// numbers, and label sets as pairs of `name` and `value`.
final class MustacheData {
    private MustacheData() {}

    static Map<String, Object> of(Facts facts) {
        List<Map<String, Object>> alerts =
                facts.alerts().stream().map(MustacheData::alert).toList();
        List<Map<String, Object>> firing = with(alerts, "firing");
        List<Map<String, Object>> resolved = with(alerts, "resolved");
        var data = new HashMap<String, Object>();
        data.put("receiver", facts.receiver());
        data.put("status", facts.status());
        data.put("isFiring", facts.status().equals("firing"));
        data.put("isResolved", facts.status().equals("resolved"));
        data.put("notification_reason", facts.reason());
        data.put("externalURL", facts.externalUrl());
        data.put("alerts", alerts);
        data.put("firing", firing);
        data.put("resolved", resolved);
        data.put("numFiring", firing.size());
        data.put("numResolved", resolved.size());
        labels(data, "groupLabels", facts.groupLabels());
        labels(data, "commonLabels", facts.commonLabels());
        labels(data, "commonAnnotations", facts.commonAnnotations());
        labels(data, "routeLabels", facts.routeLabels());
        return data;
    }

    private static Map<String, Object> alert(AlertFacts alert) {
        var data = new HashMap<String, Object>();
        data.put("status", alert.status());
        data.put("isFiring", alert.status().equals("firing"));
        data.put("isResolved", alert.status().equals("resolved"));
        labels(data, "labels", alert.labels());
        labels(data, "annotations", alert.annotations());
        data.put("startsAt", alert.startsAt().toOffsetDateTime().toString());
        data.put("endsAt", alert.endsAt().map(at -> at.toOffsetDateTime().toString()).orElse(""));
        data.put("generatorURL", alert.generatorUrl());
        data.put("fingerprint", alert.fingerprint());
        return data;
    }

    private static List<Map<String, Object>> with(List<Map<String, Object>> alerts, String status) {
        return alerts.stream().filter(alert -> status.equals(alert.get("status"))).toList();
    }

    /// A set by name, and as pairs: `labels` and `labelsPairs`.
    private static void labels(Map<String, Object> into, String name, Labels labels) {
        var pairs = new ArrayList<Map<String, Object>>();
        labels.forEachLabel((key, value) -> pairs.add(Map.of("name", key, "value", value)));
        into.put(name, labels.toMap());
        into.put(name + "Pairs", pairs);
    }
}
