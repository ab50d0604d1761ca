package tocsin.config.prometheus;

import tocsin.yaml.Fields;
import tocsin.yaml.YamlNode;

import java.util.Set;

/// Checks `alerting`.
final class AlertingSection {
    private AlertingSection() {}

    static void check(Fields top, Place place) {
        top.fields("alerting").ifPresent(fields -> section(fields, place));
    }

    private static void section(Fields fields, Place place) {
        Relabelling.check(fields, "alert_relabel_configs", ScrapeTerms.UTF8);
        for (YamlNode item : fields.items("alertmanagers")) {
            alertmanager(Fields.of(item, fields.problems()), place);
        }
        fields.done("alerting");
    }

    private static void alertmanager(Fields fields, Place place) {
        fields.text("scheme");
        fields.text("path_prefix");
        fields.duration("timeout");
        ScrapeTerms.oneOf(fields, "api_version", Set.of("v2"));
        Relabelling.check(fields, "relabel_configs", ScrapeTerms.UTF8);
        Relabelling.check(fields, "alert_relabel_configs", ScrapeTerms.UTF8);
        fields.node("sigv4");
        place.checkHttp(fields);
        boolean relabels = !fields.items("relabel_configs").isEmpty();
        new Discoveries(place, "alertmanager config", relabels).check(fields);
        fields.done("alertmanagers");
    }
}
