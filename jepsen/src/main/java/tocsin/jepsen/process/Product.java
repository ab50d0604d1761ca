package tocsin.jepsen.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What is put to the test. The same workloads and checkers run against Tocsin and against the real
/// Alertmanager, so that what is published stands side by side.
public sealed interface Product {
    /// The name in reports.
    String name();

    /// Whether a client must send its alerts to every member, for members do not share them.
    boolean needsAlertsEverywhere();

    /// The command line of one member.
    List<String> command(Place self, List<Place> all, Path data, Path config);

    /// Where a member listens.
    record Place(String name, Host host, int webPort, int clusterPort) {
        /// The address of its mesh.
        public String clusterAddress() {
            return host.address() + ":" + clusterPort;
        }

        /// The address of its HTTP door.
        public String webAddress() {
            return host.address() + ":" + webPort;
        }
    }

    /// Tocsin from the class path of this Java process, as its launcher would start it.
    ///
    /// @param flags flags beside those of addresses and folders
    record Tocsin(List<String> flags) implements Product {
        /// Copies the flags.
        public Tocsin {
            flags = List.copyOf(flags);
        }

        @Override
        public String name() {
            return "Tocsin";
        }

        @Override
        public boolean needsAlertsEverywhere() {
            return false;
        }

        @Override
        public List<String> command(Place self, List<Place> all, Path data, Path config) {
            String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var line = new ArrayList<>(List.of(java, "-Xmx512m", "@" + jvmOptions()));
            line.addAll(
                    List.of("-cp", System.getProperty("java.class.path"), "tocsin.server.Main"));
            addCommon(line, self, all, data, config);
            line.addAll(flags);
            return line;
        }

        private static Path jvmOptions() {
            return Path.of(System.getProperty("tocsin.root", ".")).resolve("tools/jvm.options");
        }
    }

    /// The real Alertmanager, as installed.
    record Alertmanager(Path program) implements Product {
        @Override
        public String name() {
            return "Alertmanager";
        }

        @Override
        public boolean needsAlertsEverywhere() {
            return true;
        }

        @Override
        public List<String> command(Place self, List<Place> all, Path data, Path config) {
            var line = new ArrayList<>(List.of(program.toString()));
            addCommon(line, self, all, data, config);
            // At its default of 15 s a member's turn comes later than our short group interval, and
            // every
            // group is told again and again: a member of three is given its turn in time instead.
            line.add("--cluster.peer-timeout=1s");
            return line;
        }
    }

    private static void addCommon(
            List<String> line, Place self, List<Place> all, Path data, Path config) {
        line.add("--config.file=" + config);
        line.add("--storage.path=" + data);
        line.add("--web.listen-address=" + self.webAddress());
        line.add("--cluster.listen-address=" + self.clusterAddress());
        line.add("--cluster.advertise-address=" + self.clusterAddress());
        for (Place peer : all) {
            if (!peer.equals(self)) {
                line.add("--cluster.peer=" + peer.clusterAddress());
            }
        }
    }
}
