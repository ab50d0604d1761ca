package tocsin.rules;

import tocsin.alert.Alert;

import java.util.List;

/// Where the alerts of rules go: the pipeline in this process, or foreign Alertmanagers.
@FunctionalInterface
public interface AlertSink {
    /// Takes alerts that fire, or that have just been resolved. Does not block.
    void accept(List<Alert> alerts);
}
