package tocsin.alertmanagers;

import tocsin.http.HttpSettings;
import tocsin.relabel.RelabelRule;

import java.time.Duration;
import java.util.List;

/// Alertmanagers that are found and spoken to alike: an item of `alertmanagers`. Every one of them
/// is sent every alert.
///
/// @param http how requests are made
/// @param discoveries where they are found
/// @param relabel what becomes of what is found: `relabel_configs`
/// @param alertRelabel what alerts look like to these: `alert_relabel_configs`
public record AlertmanagerSet(
        Endpoint endpoint,
        HttpSettings http,
        List<Discovery> discoveries,
        List<RelabelRule> relabel,
        List<RelabelRule> alertRelabel) {
    /// Copies the lists.
    public AlertmanagerSet {
        discoveries = List.copyOf(discoveries);
        relabel = List.copyOf(relabel);
        alertRelabel = List.copyOf(alertRelabel);
    }

    /// What holds for each before relabelling.
    ///
    /// @param scheme `http` or `https`
    /// @param pathPrefix what stands before `/api/v2/alerts`
    /// @param timeout of one request
    public record Endpoint(String scheme, String pathPrefix, Duration timeout) {}
}
