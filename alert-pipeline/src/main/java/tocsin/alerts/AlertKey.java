package tocsin.alerts;

import tocsin.labels.Fingerprint;

/// Names one register: an alert as one source tells it.
///
/// @param source who writes the register and no one else: the member that took the alert in
public record AlertKey(Fingerprint alert, String source) {}
