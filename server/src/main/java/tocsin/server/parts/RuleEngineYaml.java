package tocsin.server.parts;

import tocsin.alertmanagers.Alerting;
import tocsin.alertmanagers.AlertmanagerSet;
import tocsin.alertmanagers.Discovery;
import tocsin.alertmanagers.Discovery.TargetGroup;
import tocsin.config.TocsinFile;
import tocsin.duration.DurationText;

import java.util.List;
import java.util.stream.Collectors;

/// The configuration of the rule engine in the form that Prometheus's has, for `/status/config`:
/// what of it there is here.
final class RuleEngineYaml {
    private RuleEngineYaml() {}

    static String print(TocsinFile.Read own, List<String> globs) {
        var yaml = new StringBuilder("global:\n");
        yaml.append("  evaluation_interval: ")
                .append(DurationText.format(own.evaluation().interval()))
                .append('\n');
        if (!own.evaluation().queryOffset().isZero()) {
            yaml.append("  rule_query_offset: ")
                    .append(DurationText.format(own.evaluation().queryOffset()))
                    .append('\n');
        }
        if (!own.externalLabels().isEmpty()) {
            yaml.append("  external_labels:\n");
            own.externalLabels()
                    .forEachLabel((name, value) ->
                            yaml.append("    ")
                                    .append(quoted(name))
                                    .append(": ")
                                    .append(quoted(value))
                                    .append('\n'));
        }
        if (!globs.isEmpty()) {
            yaml.append("rule_files:\n");
            globs.forEach(glob -> yaml.append("- ").append(quoted(glob)).append('\n'));
        }
        alerting(own.outgoing().alerting(), yaml);
        return yaml.toString();
    }

    /// What is not secret of it.
    private static void alerting(Alerting alerting, StringBuilder yaml) {
        if (alerting.alertmanagers().isEmpty()) {
            return;
        }
        yaml.append("alerting:\n  alertmanagers:\n");
        for (AlertmanagerSet set : alerting.alertmanagers()) {
            yaml.append("  - scheme: ")
                    .append(set.endpoint().scheme())
                    .append("\n    path_prefix: ")
                    .append(quoted(set.endpoint().pathPrefix()))
                    .append("\n    timeout: ")
                    .append(DurationText.format(set.endpoint().timeout()))
                    .append("\n    api_version: v2\n");
            for (Discovery discovery : set.discoveries()) {
                yaml.append("    ").append(found(discovery)).append('\n');
            }
        }
    }

    private static String found(Discovery discovery) {
        return switch (discovery) {
            case Discovery.Static(List<TargetGroup> groups) ->
                    "static_configs:"
                            + groups.stream()
                                    .map(group -> "\n    - targets: " + quoted(group.targets()))
                                    .collect(Collectors.joining());
            case Discovery.Dns dns ->
                    "dns_sd_configs:\n    - names: "
                            + quoted(dns.names())
                            + "\n      refresh_interval: "
                            + DurationText.format(dns.refresh())
                            + "\n      type: "
                            + dns.kind()
                            + (dns.port() == 0 ? "" : "\n      port: " + dns.port());
            case Discovery.Files files ->
                    "file_sd_configs:\n    - files: "
                            + quoted(files.globs())
                            + "\n      refresh_interval: "
                            + DurationText.format(files.refresh());
            case Discovery.Http http ->
                    "http_sd_configs:\n    - url: <secret>\n      refresh_interval: "
                            + DurationText.format(http.refresh());
        };
    }

    private static String quoted(List<String> texts) {
        return texts.stream()
                .map(RuleEngineYaml::quoted)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z_/][A-Za-z0-9_./-]*")
                ? text
                : "'" + text.replace("'", "''") + "'";
    }
}
