package tocsin.jepsen.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Several real members that know one another.
public final class Cluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Member> members;

    private Cluster(List<Member> members) {
        this.members = List.copyOf(members);
    }

    /// Members on these hosts, named `a`, `b`, `c` and so on; none is started yet.
    public static Cluster on(List<Host> hosts, Product product, Path folder, Path config) {
        List<Product.Place> places =
                IntStream.range(0, hosts.size())
                        .mapToObj(i -> place(String.valueOf((char) ('a' + i)), hosts.get(i)))
                        .toList();
        return new Cluster(
                places.stream()
                        .map(place -> new Member(product, place, places, folder, config))
                        .toList());
    }

    private static Product.Place place(String name, Host host) {
        return new Product.Place(name, host, Host.freePort(), Host.freePort());
    }

    /// Starts all and waits until each is ready and sees all others.
    public Cluster start() {
        members.forEach(Member::start);
        awaitWhole();
        return this;
    }

    /// Waits until each member is ready and sees all others.
    public void awaitWhole() {
        try {
            members.forEach(member -> member.awaitReady(PATIENCE));
            for (Member member : members) {
                Waiting.until(
                        member.name() + " sees " + members.size() + " members",
                        PATIENCE,
                        () -> member.peersSeen() == members.size());
            }
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + logs(), e);
        }
    }

    /// All members.
    public List<Member> members() {
        return members;
    }

    /// The member at a position.
    public Member member(int index) {
        return members.get(index);
    }

    /// The ends of all logs, for a failure's message.
    public String logs() {
        return members.stream()
                .map(member -> member.daemon().tail())
                .collect(Collectors.joining("\n\n"));
    }

    @Override
    public void close() {
        members.forEach(Member::close);
    }
}
