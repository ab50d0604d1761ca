package tocsin.mesh;

import java.time.Duration;
import java.util.List;

/// The mesh as one member sees it.
///
/// @param self this member's name
/// @param members the others that live
/// @param maps what is shared
public record MeshView(String self, List<Member> members, List<MapView> maps) {
    /// Copies the lists.
    public MeshView {
        members = List.copyOf(members);
        maps = List.copyOf(maps);
    }

    /// Another member.
    ///
    /// @param skew how far its wall clock is ahead of ours
    public record Member(String name, String address, Duration skew) {}

    /// A map.
    ///
    /// @param digest of all that is not over, in hexadecimal; equal on members that hold the same
    /// @param trouble why its writes are not durable at present; empty when they are
    public record MapView(
            String name, int entries, String digest, String trouble, List<Peer> peers) {
        /// Copies the peers.
        public MapView {
            peers = List.copyOf(peers);
        }
    }

    /// How far a peer follows a map.
    ///
    /// @param lag for how long it has not acknowledged everything
    /// @param waiting entries that it has not acknowledged
    /// @param inStep whether it was seen to hold the same since it came
    public record Peer(String name, Duration lag, int waiting, boolean inStep) {}
}
