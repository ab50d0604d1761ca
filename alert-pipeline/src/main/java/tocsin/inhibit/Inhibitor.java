package tocsin.inhibit;

import tocsin.alert.Alert;
import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which alerts mute which. Keeps, for each rule and each set of values of its `equal` labels, all
/// sources that were seen firing, so that any of them is enough and the end of one does not hide
/// another.
public final class Inhibitor {
    private final List<Ruled> rules;

    private static final class Ruled {
        private final InhibitRule rule;
        private final Map<Labels, Map<Fingerprint, Alert>> sources = new HashMap<>();

        private Ruled(InhibitRule rule) {
            this.rule = rule;
        }

        private void observe(Alert alert, boolean gone) {
            if (!rule.isSource(alert.labels())) {
                return;
            }
            Labels common = rule.common(alert.labels());
            if (!gone) {
                sources.computeIfAbsent(common, _ -> new LinkedHashMap<>())
                        .put(alert.fingerprint(), alert);
                return;
            }
            Map<Fingerprint, Alert> there = sources.get(common);
            if (there != null) {
                there.remove(alert.fingerprint());
                if (there.isEmpty()) {
                    sources.remove(common);
                }
            }
        }

        private Optional<Fingerprint> source(Labels target, Instant now) {
            if (sources.isEmpty() || !rule.isTarget(target)) {
                return Optional.empty();
            }
            boolean targetIsSource = rule.isSource(target);
            return sources.getOrDefault(rule.common(target), Map.of()).values().stream()
                    .filter(source -> !source.isResolved(now))
                    .filter(source -> !(targetIsSource && rule.isTarget(source.labels())))
                    .map(Alert::fingerprint)
                    .findFirst();
        }
    }

    /// An inhibitor of rules, in order of the file; it must be shown all alerts there are.
    public Inhibitor(List<InhibitRule> rules) {
        var ruled = new ArrayList<Ruled>(rules.size());
        rules.forEach(rule -> ruled.add(new Ruled(rule)));
        this.rules = List.copyOf(ruled);
    }

    /// Takes notice of an alert that is new, changed or ended.
    public void observe(Alert alert, Instant now) {
        boolean gone = alert.isResolved(now);
        rules.forEach(rule -> rule.observe(alert, gone));
    }

    /// Takes notice of an alert that was forgotten.
    public void forget(Alert alert) {
        rules.forEach(rule -> rule.observe(alert, true));
    }

    /// The alert that mutes alerts of these labels now, by the first rule that has one.
    public Optional<Fingerprint> muting(Labels target, Instant now) {
        for (Ruled rule : rules) {
            Optional<Fingerprint> source = rule.source(target, now);
            if (source.isPresent()) {
                return source;
            }
        }
        return Optional.empty();
    }
}
