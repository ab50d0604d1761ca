package tocsin.server.api;

import tocsin.labels.Labels;
import tocsin.server.api.Alerting.ReceiverView;

import java.util.function.Predicate;

/// Which alerts are asked for. One that is muted by several must be asked for in all of them, as
/// upstream has it.
///
/// @param active those that nothing mutes
/// @param muted those muted by a time interval
public record AlertFilter(
        Predicate<Labels> labels,
        Predicate<ReceiverView> receivers,
        boolean active,
        boolean silenced,
        boolean inhibited,
        boolean muted) {
    /// All alerts.
    public static final AlertFilter ALL =
            new AlertFilter(_ -> true, _ -> true, true, true, true, true);
}
