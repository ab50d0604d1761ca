package tocsin.config;

import tocsin.inhibit.InhibitRule;
import tocsin.labels.MatcherParser;
import tocsin.yaml.Fields;
import tocsin.yaml.YamlNode;

import java.util.ArrayList;
import java.util.List;

/// Reads `inhibit_rules`.
final class InhibitReader {
    private final MatcherFields matchers;

    InhibitReader(MatcherParser matchers) {
        this.matchers = new MatcherFields(matchers);
    }

    List<InhibitRule> read(Fields top) {
        var rules = new ArrayList<InhibitRule>();
        for (YamlNode item : top.items("inhibit_rules")) {
            Fields fields = Fields.of(item, top.problems());
            List<String> equal = fields.texts("equal");
            for (String name : equal) {
                if (!matchers.accepts(name)) {
                    fields.problem("equal", "invalid label name \"" + name + "\" in equal list");
                }
            }
            rules.add(
                    new InhibitRule(
                            fields.text("name", ""),
                            matchers.read(fields, "source_"),
                            matchers.read(fields, "target_"),
                            equal));
            fields.done("inhibit_rule");
        }
        return rules;
    }
}
