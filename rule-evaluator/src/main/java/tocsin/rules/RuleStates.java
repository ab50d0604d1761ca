package tocsin.rules;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.labels.Fingerprint;
import tocsin.replica.ReplicatedMap;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The alerts of all rules, by rule, beside the replicated map that keeps them. Confined to the
/// rules loop.
///
/// An evaluation that changes nothing but the value of an alert is not written to the map: with a
/// hundred thousand alerts that would be most of the traffic. An unchanged alert is written again
/// after an hour, long before it would expire.
final class RuleStates {
    private static final Logger LOG = LoggerFactory.getLogger(RuleStates.class);
    private static final Duration REFRESH = Duration.ofHours(1);

    private final ReplicatedMap<RuleAlertKey, RuleAlert> map;
    private final Map<String, Map<Fingerprint, RuleAlert>> byRule = new HashMap<>();

    RuleStates(ReplicatedMap<RuleAlertKey, RuleAlert> map) {
        this.map = map;
        map.forEach((key, alert) -> remember(key, Optional.of(alert)));
        map.watch((key, _, after) -> remember(key, after));
    }

    private void remember(RuleAlertKey key, Optional<RuleAlert> alert) {
        if (alert.flatMap(RuleAlert::state).isPresent()) {
            byRule.computeIfAbsent(key.rule(), _ -> new LinkedHashMap<>())
                    .put(key.alert(), alert.get());
        } else {
            byRule.computeIfPresent(
                    key.rule(),
                    (_, alerts) -> {
                        alerts.remove(key.alert());
                        return alerts.isEmpty() ? null : alerts;
                    });
        }
    }

    /// The live alerts of a rule, by fingerprint, as a copy.
    Map<Fingerprint, RuleAlert> of(String rule) {
        return new LinkedHashMap<>(byRule.getOrDefault(rule, Map.of()));
    }

    /// Keeps an alert as an evaluation left it.
    void put(String rule, RuleAlert alert) {
        var key = new RuleAlertKey(rule, alert.labels().fingerprint());
        Optional<RuleAlert> stored = map.get(key);
        remember(key, Optional.of(alert));
        boolean same =
                stored.filter(known ->
                                known.state().equals(alert.state())
                                        && known.lastSentAt().equals(alert.lastSentAt())
                                        && known.evaluatedAt()
                                                .plus(REFRESH)
                                                .isAfter(alert.evaluatedAt()))
                        .isPresent();
        if (!same && (alert.state().isPresent() || stored.isPresent())) {
            map.put(key, alert)
                    .whenComplete((_, failure) -> {
                        if (failure != null) {
                            LOG.warn(
                                    "rule state not durable rule={} cause={}",
                                    rule,
                                    failure.toString());
                        }
                    });
        }
    }
}
