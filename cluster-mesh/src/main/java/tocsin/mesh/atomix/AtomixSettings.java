package tocsin.mesh.atomix;

import tocsin.mesh.wire.Trust;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// How a member joins.
///
/// @param name of this member, unique in the mesh
/// @param label members of another are strangers
/// @param listen where to listen; a port of 0 is not possible, as peers must know it
/// @param advertise what others are told
/// @param seeds members to begin with, each `host:port`; names are looked up anew as long as nobody
///   answers under them
/// @param gossipInterval between rumours about members
/// @param lookUpInterval between look-ups of the seeds' names
/// @param probeInterval between probes of a member
/// @param probeTimeout of a probe
/// @param failureTimeout from suspicion to removal
/// @param missedFor how long a member that is gone without a farewell is missed
/// @param connectTimeout how long dialling a member may take
/// @param trust how members know each other
public record AtomixSettings(
        String name,
        String label,
        InetSocketAddress listen,
        InetSocketAddress advertise,
        List<String> seeds,
        Duration gossipInterval,
        Duration lookUpInterval,
        Duration probeInterval,
        Duration probeTimeout,
        Duration failureTimeout,
        Duration missedFor,
        Duration connectTimeout,
        Trust trust) {

    /// Copies the seeds.
    public AtomixSettings {
        seeds = List.copyOf(seeds);
    }
}
