package tocsin.inhibit;

import org.jspecify.annotations.Nullable;

import tocsin.alert.Alert;
import tocsin.alerts.Tracked;
import tocsin.labels.Fingerprint;
import tocsin.labels.FingerprintMap;
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
    private static final Roles NONE = new Roles(List.of(), List.of());

    private final List<Ruled> rules;
    private final FingerprintMap<Roles> roles = new FingerprintMap<>();
    private final Map<Roles, Roles> equalRoles = new HashMap<>();

    /// In which rules an alert is a source, and in which a target, in order of the file.
    private record Roles(List<Ruled> source, List<Ruled> target) {}

    /// One rule with its sources. Those that match both sides stand apart, for a target that is
    /// itself a source is muted by the others only, and must not be made to walk past them.
    private static final class Ruled {
        private final InhibitRule rule;
        private final Map<List<String>, Map<Fingerprint, Tracked>> pure = new HashMap<>();
        private final Map<List<String>, Map<Fingerprint, Tracked>> bothSided = new HashMap<>();

        private Ruled(InhibitRule rule) {
            this.rule = rule;
        }

        private void observe(Tracked tracked, boolean gone) {
            Alert alert = tracked.alert();
            var sources = rule.isTarget(alert.labels()) ? bothSided : pure;
            List<String> common = rule.common(alert.labels());
            if (!gone) {
                sources.computeIfAbsent(common, _ -> new LinkedHashMap<>())
                        .put(alert.fingerprint(), tracked);
                return;
            }
            Map<Fingerprint, Tracked> there = sources.get(common);
            if (there != null) {
                there.remove(alert.fingerprint());
                if (there.isEmpty()) {
                    sources.remove(common);
                }
            }
        }

        private Optional<Fingerprint> source(Labels target, Instant now) {
            if (pure.isEmpty() && bothSided.isEmpty()) {
                return Optional.empty();
            }
            List<String> common = rule.common(target);
            Optional<Fingerprint> found = firing(pure.get(common), now);
            return found.isPresent() || bothSided.isEmpty() || rule.isSource(target)
                    ? found
                    : firing(bothSided.get(common), now);
        }

        private static Optional<Fingerprint> firing(
                @Nullable Map<Fingerprint, Tracked> sources, Instant now) {
            if (sources != null) {
                for (Tracked source : sources.values()) {
                    if (!source.alert().isResolved(now)) {
                        return Optional.of(source.alert().fingerprint());
                    }
                }
            }
            return Optional.empty();
        }
    }

    /// An inhibitor of rules, in order of the file; it must be shown all alerts there are.
    public Inhibitor(List<InhibitRule> rules) {
        var ruled = new ArrayList<Ruled>(rules.size());
        rules.forEach(rule -> ruled.add(new Ruled(rule)));
        this.rules = List.copyOf(ruled);
    }

    /// Takes notice of an alert that is new, changed or ended. A refresh need not be shown.
    public void observe(Tracked alert, Instant now) {
        boolean gone = alert.alert().isResolved(now);
        for (Ruled rule : roles(alert.alert().labels()).source()) {
            rule.observe(alert, gone);
        }
    }

    /// Takes notice of an alert that was forgotten.
    public void forget(Tracked alert) {
        for (Ruled rule : roles(alert.alert().labels()).source()) {
            rule.observe(alert, true);
        }
        roles.remove(alert.bits());
    }

    /// The alert that mutes alerts of these labels now, by the first rule that has one.
    public Optional<Fingerprint> muting(Labels target, Instant now) {
        for (Ruled rule : roles(target).target()) {
            Optional<Fingerprint> source = rule.source(target, now);
            if (source.isPresent()) {
                return source;
            }
        }
        return Optional.empty();
    }

    /// Labels never change, and neither do the rules: an alert is tried against them once. Most
    /// alerts have the same roles and share them.
    private Roles roles(Labels labels) {
        if (rules.isEmpty()) {
            return NONE;
        }
        Roles known = roles.get(labels.fingerprintBits());
        if (known != null) {
            return known;
        }
        var found =
                new Roles(
                        rules.stream().filter(rule -> rule.rule.isSource(labels)).toList(),
                        rules.stream().filter(rule -> rule.rule.isTarget(labels)).toList());
        Roles shared = equalRoles.computeIfAbsent(found, same -> same);
        roles.put(labels.fingerprintBits(), shared);
        return shared;
    }
}
