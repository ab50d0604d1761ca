package tocsin.config;

import tocsin.integration.Defaults;
import tocsin.integration.IntegrationKind;
import tocsin.labels.Labels;
import tocsin.notifier.Integrations;
import tocsin.notify.Integration;
import tocsin.notify.Notifier;
import tocsin.notify.Receiver;
import tocsin.yaml.Fields;
import tocsin.yaml.YamlNode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads `receivers`.
final class ReceiverReader {
    private final Defaults defaults;

    ReceiverReader(Defaults defaults) {
        this.defaults = defaults;
    }

    List<Receiver> read(Fields top) {
        var receivers = new ArrayList<Receiver>();
        Set<String> names = new HashSet<>();
        for (YamlNode item : top.items("receivers")) {
            Fields fields = Fields.of(item, top.problems());
            String name = fields.text("name", "");
            if (name.isEmpty()) {
                top.problems().add(item, "missing name in receiver");
            } else if (!names.add(name)) {
                fields.problem("name", "notification config name \"" + name + "\" is not unique");
            }
            receivers.add(new Receiver(name, labels(fields, name), integrations(fields)));
            fields.done("receiver");
        }
        return receivers;
    }

    private static Labels labels(Fields fields, String name) {
        Map<String, String> labels = fields.textMap("labels");
        String own = labels.getOrDefault("name", name);
        if (!own.equals(name)) {
            fields.problem(
                    "labels",
                    "receiver label \"name\" must match receiver name \"%s\", got \"%s\""
                            .formatted(name, own));
        }
        return Labels.of(labels);
    }

    private List<Integration> integrations(Fields fields) {
        var all = new ArrayList<Integration>();
        for (IntegrationKind kind : Integrations.KINDS) {
            int index = 0;
            for (YamlNode item : fields.items(kind.name() + "_configs")) {
                if (item instanceof YamlNode.Scalar scalar && scalar.isNull()) {
                    fields.problems().add(item, "missing " + kind.name() + " config");
                } else {
                    integration(kind, index++, Fields.of(item, fields.problems()), all);
                }
            }
        }
        return all;
    }

    private void integration(
            IntegrationKind kind, int index, Fields fields, List<Integration> all) {
        boolean sendResolved = fields.bool("send_resolved").orElse(kind.sendsResolved());
        try {
            Notifier notifier = kind.read(fields, defaults);
            all.add(
                    new Integration(
                            kind.name(), index, sendResolved, kind.closesIncidents(), notifier));
        } catch (IllegalArgumentException e) {
            fields.problems().add(fields.node(), String.valueOf(e.getMessage()));
        }
    }
}
