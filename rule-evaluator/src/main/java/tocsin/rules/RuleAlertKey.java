package tocsin.rules;

import tocsin.labels.Fingerprint;

/// An alert of a rule in all members: the group, the rule's identity and place among its equals,
/// and the alert's labels.
public record RuleAlertKey(String rule, Fingerprint alert) {}
