package tocsin.alertmanagers;

import tocsin.relabel.RelabelRule;

import java.util.List;

/// `alerting` of a `tocsin.yml`: which Alertmanagers elsewhere the alerts of rules go to.
///
/// @param relabel applied to every alert first
/// @param ownPipeline whether alerts of rules go to the pipeline in this process too
public record Alerting(
        List<RelabelRule> relabel, List<AlertmanagerSet> alertmanagers, boolean ownPipeline) {
    /// What holds when nothing is said: alerts of rules go to the own pipeline only.
    public static final Alerting NONE = new Alerting(List.of(), List.of(), true);

    /// Copies the lists.
    public Alerting {
        relabel = List.copyOf(relabel);
        alertmanagers = List.copyOf(alertmanagers);
    }
}
