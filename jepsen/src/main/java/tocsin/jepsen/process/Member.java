package tocsin.jepsen.process;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One real Tocsin, started from the class path of this Java process as its launcher would.
public final class Member implements AutoCloseable {
    private final String name;
    private final Host host;
    private final int webPort;
    private final int clusterPort;
    private final Path folder;
    private final Daemon daemon;

    /// What all members of a cluster share.
    ///
    /// @param flags flags beside those of addresses and folders
    public record Settings(Path configFile, List<String> flags) {
        /// Copies the flags.
        public Settings {
            flags = List.copyOf(flags);
        }
    }

    /// Where a member listens.
    public record Place(String name, Host host, int webPort, int clusterPort) {
        /// The address of its mesh.
        public String clusterAddress() {
            return host.address() + ":" + clusterPort;
        }
    }

    /// A member that is not yet started; `peers` are the places of all members, its own included.
    public Member(Place place, Path folder, Settings settings, List<Place> peers) {
        this.name = place.name();
        this.host = place.host();
        this.webPort = place.webPort();
        this.clusterPort = place.clusterPort();
        this.folder = folder.resolve(name);
        this.daemon =
                new Daemon(
                        name, folder.resolve(name + ".log"), host.command(line(settings, peers)));
    }

    private List<String> line(Settings settings, List<Place> peers) {
        var line = new ArrayList<>(List.of(java(), "-Xmx512m", "-XX:+UseSerialGC"));
        line.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"));
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), "tocsin.server.Main"));
        line.add("--config.file=" + settings.configFile());
        line.add("--storage.path=" + folder);
        line.add("--web.listen-address=" + host.address() + ":" + webPort);
        line.add("--cluster.listen-address=" + host.address() + ":" + clusterPort);
        line.add("--cluster.advertise-address=" + host.address() + ":" + clusterPort);
        for (Place peer : peers) {
            if (!peer.name().equals(name)) {
                line.add("--cluster.peer=" + peer.clusterAddress());
            }
        }
        line.addAll(settings.flags());
        return line;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /// The name.
    public String name() {
        return name;
    }

    /// The folder of its state.
    public Path folder() {
        return folder;
    }

    /// The process.
    public Daemon daemon() {
        return daemon;
    }

    /// A page of it.
    public URI uri(String path) {
        return URI.create("http://" + host.address() + ":" + webPort + path);
    }

    /// The address of its HTTP door.
    public String webAddress() {
        return host.address() + ":" + webPort;
    }

    /// Starts it, without waiting.
    public void start() {
        daemon.start();
    }

    /// Waits until it says that it is ready.
    public void awaitReady(Duration deadline) {
        Waiting.until(
                name + " is ready", deadline, () -> Http.get(uri("/-/ready")).status() == 200);
    }

    /// The number of members it sees, itself included.
    public int peersSeen() {
        return Http.get(uri("/api/v2/status"))
                .required()
                .json()
                .path("cluster")
                .path("peers")
                .size();
    }

    @Override
    public void close() {
        daemon.close();
    }
}
