package tocsin.jepsen.process;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// One real member of the product under test.
public final class Member implements AutoCloseable {
    private final Product.Place place;
    private final Path folder;
    private final Daemon daemon;
    private Volume volume;

    /// A member that is not yet started; `all` are the places of all members, its own included.
    public Member(
            Product product,
            Product.Place place,
            List<Product.Place> all,
            Path folder,
            Path config) {
        this.place = place;
        this.folder = folder.resolve(place.name());
        this.volume = Volume.plain(this.folder);
        List<String> line = product.command(place, all, this.folder, config);
        this.daemon =
                new Daemon(
                        place.name(),
                        folder.resolve(place.name() + ".log"),
                        place.host().command(line));
    }

    /// The name.
    public String name() {
        return place.name();
    }

    /// Where it listens.
    public Product.Place place() {
        return place;
    }

    /// The folder of its state.
    public Path folder() {
        return folder;
    }

    /// Where its state is kept.
    public Volume volume() {
        return volume;
    }

    /// Gives it a file system of its own, before it is started.
    public void mount() {
        volume = Volume.mounted(folder);
    }

    /// The process.
    public Daemon daemon() {
        return daemon;
    }

    /// A page of it.
    public URI uri(String path) {
        return URI.create("http://" + place.webAddress() + path);
    }

    /// Starts it, without waiting.
    public void start() {
        daemon.start();
    }

    /// Waits until it says that it is ready.
    public void awaitReady(Duration deadline) {
        Waiting.until(
                name() + " is ready",
                deadline,
                () -> {
                    if (!daemon.isAlive()) {
                        throw new AssertionError(name() + " has ended:\n" + daemon.tail());
                    }
                    return Http.get(uri("/-/ready")).status() == 200;
                });
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
        volume.close();
    }
}
