package tocsin.server.api;

import java.util.List;

/// The mesh as the status page shows it.
///
/// @param name this member's; empty when there is no mesh
/// @param status `ready`, `settling` or `disabled`
/// @param peers by name, this member included
public record ClusterView(String name, String status, List<Peer> peers) {
    /// Clustering is off.
    public static final ClusterView DISABLED = new ClusterView("", "disabled", List.of());

    /// Copies the peers.
    public ClusterView {
        peers = List.copyOf(peers);
    }

    /// A member.
    public record Peer(String name, String address) {}
}
