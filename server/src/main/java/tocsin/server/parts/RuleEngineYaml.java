package tocsin.server.parts;

import tocsin.config.TocsinFile;
import tocsin.duration.DurationText;

import java.util.List;

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
        return yaml.toString();
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z_/][A-Za-z0-9_./-]*")
                ? text
                : "'" + text.replace("'", "''") + "'";
    }
}
