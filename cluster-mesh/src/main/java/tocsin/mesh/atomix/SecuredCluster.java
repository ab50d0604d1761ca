package tocsin.mesh.atomix;

import io.atomix.cluster.AtomixCluster;
import io.atomix.cluster.ClusterConfig;
import io.atomix.utils.Version;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/// An Atomix cluster that talks over our wire.
@SuppressWarnings("try") // Atomix closes by stop()
final class SecuredCluster extends AtomixCluster {
    private static final Version VERSION = Version.from("1.0.0");

    SecuredCluster(ClusterConfig config, WireMessaging wire, SimpleMeterRegistry meters) {
        super(config, VERSION, wire, new WireUnicast(wire), "", meters);
    }
}
