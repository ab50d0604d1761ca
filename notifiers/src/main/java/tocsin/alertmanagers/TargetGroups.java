package tocsin.alertmanagers;

import tocsin.alertmanagers.Discovery.TargetGroup;
import tocsin.labels.LabelNames;
import tocsin.labels.Labels;
import tocsin.yaml.Fields;
import tocsin.yaml.YamlNode;

import java.util.ArrayList;
import java.util.List;

/// Reads target groups: `targets` with `labels`.
public final class TargetGroups {
    private TargetGroups() {}

    /// The groups under a key.
    ///
    /// @param from what all of them are labelled with
    public static List<TargetGroup> read(Fields owner, String key, Labels from) {
        var groups = new ArrayList<TargetGroup>();
        for (YamlNode item : owner.items(key)) {
            Fields fields = Fields.of(item, owner.problems());
            var labels = from.toBuilder();
            fields.textMap("labels")
                    .forEach((name, value) -> {
                        if (!LabelNames.isUtf8(name)) {
                            fields.problem("labels", "\"" + name + "\" is not a valid label name");
                        }
                        labels.set(name, value);
                    });
            groups.add(new TargetGroup(fields.texts("targets"), labels.build()));
            fields.done(key);
        }
        return groups;
    }
}
