package tocsin.pipeline;

import tocsin.alert.Alert;

import java.util.List;

/// An alert as the API shows it.
///
/// @param receivers in order of routing, duplicates possible
public record AlertView(Alert alert, AlertStatus status, List<String> receivers) {
    /// Copies the receivers.
    public AlertView {
        receivers = List.copyOf(receivers);
    }
}
