package tocsin.mesh.atomix;

import tocsin.mesh.swim.SwimTiming;
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
/// @param timing the beats of membership
/// @param lookUpInterval between look-ups of the seeds' names
/// @param resolveTimeout after which a name that cannot be looked up is complained of
/// @param connectTimeout how long dialling a member may take
/// @param trust how members know each other
public record AtomixSettings(
        String name,
        String label,
        InetSocketAddress listen,
        InetSocketAddress advertise,
        List<String> seeds,
        SwimTiming timing,
        Duration lookUpInterval,
        Duration resolveTimeout,
        Duration connectTimeout,
        Trust trust) {

    /// Copies the seeds.
    public AtomixSettings {
        seeds = List.copyOf(seeds);
    }
}
