package tocsin.template;

import tocsin.gotemplate.value.Value;
import tocsin.labels.Labels;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/// What a template of a notification sees: upstream's `Data`. Made once for a notification and used
/// by all its fields.
public final class TemplateData {
    private final Facts facts;
    private final Value value;

    private TemplateData(Facts facts, Value value) {
        this.facts = facts;
        this.value = value;
    }

    /// An alert of the notification.
    ///
    /// @param status `firing` or `resolved`
    /// @param endsAt empty while the alert fires
    /// @param fingerprint sixteen hexadecimal digits
    public record AlertFacts(
            String status,
            Labels labels,
            Labels annotations,
            ZonedDateTime startsAt,
            Optional<ZonedDateTime> endsAt,
            String generatorUrl,
            String fingerprint) {}

    /// The notification.
    ///
    /// @param receiver the receiver's name as templates see it: by `quotedReceiver`
    /// @param status `firing` or `resolved`
    /// @param reason why it is sent, in upstream's word
    /// @param externalUrl without a trailing slash
    public record Facts(
            String receiver,
            String status,
            List<AlertFacts> alerts,
            String reason,
            Labels groupLabels,
            Labels commonLabels,
            Labels commonAnnotations,
            Labels routeLabels,
            String externalUrl) {
        /// Copies the list.
        public Facts {
            alerts = List.copyOf(alerts);
        }
    }

    /// The data of these facts.
    public static TemplateData of(Facts facts) {
        return new TemplateData(facts, AlertTypes.data(facts));
    }

    /// The data of these facts as a plain struct, which only error messages tell from a pointer.
    static TemplateData byValue(Facts facts) {
        Value.Struct pointer = AlertTypes.data(facts);
        return new TemplateData(
                facts, new Value.Struct(pointer.struct(), pointer.struct(), pointer.fields()));
    }

    /// The pairs that all label sets have.
    public static Labels common(List<Labels> all) {
        if (all.isEmpty()) {
            return Labels.EMPTY;
        }
        Labels first = all.getFirst();
        return first.filter(name -> {
            String value = first.get(name);
            return all.stream().allMatch(each -> each.get(name).equals(value));
        });
    }

    /// The receiver's name as upstream gives it: with everything escaped that a regular expression
    /// would read.
    public static String quotedReceiver(String name) {
        var text = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ("\\.+*?()|[]{}^$".indexOf(c) >= 0) {
                text.append('\\');
            }
            text.append(c);
        }
        return text.toString();
    }

    /// What it was made of.
    public Facts facts() {
        return facts;
    }

    /// As templates see it.
    Value value() {
        return value;
    }
}
