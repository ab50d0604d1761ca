package tocsin.server.ui;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.jspecify.annotations.Nullable;

import tocsin.outbox.Health;
import tocsin.server.api.Alerting.GroupView;
import tocsin.server.api.ClusterView;
import tocsin.server.outbox.ReceiverHealth;
import tocsin.server.ui.Rendering.Page;
import tocsin.server.ui.UserInterface.Ports;
import tocsin.server.ui.UserInterface.Received;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// `/cluster`, `/receivers` and `/status`: who we are, whom we tell, how we run.
@Path("/{page: cluster|members|receivers|status}")
public final class StatusPages {
    private static final int RECEIVED = 50;

    private final Ports ports;
    private final Snapshots snapshots;
    private final Rendering render;

    StatusPages(Ports ports, Snapshots snapshots, Rendering render) {
        this.ports = ports;
        this.snapshots = snapshots;
        this.render = render;
    }

    /// A member of the mesh.
    record Member(String name, String address, boolean self) {}

    /// The mesh.
    record Cluster(String name, String status, boolean enabled, List<Member> members, int count) {}

    /// A receiver, with what is on its way to it.
    record Receiver(String name, int groups, int alerts, String alertsHref) {}

    /// A notification that the demo's receiver got.
    record Arrival(String id, Ago at, String receiver, String status, String title, String body) {}

    /// The receivers.
    record Receivers(
            List<Receiver> receivers, List<Way> ways, List<Arrival> arrivals, boolean arrived) {}

    /// How one integration of a receiver does.
    ///
    /// @param state a word for its colour
    record Way(
            String place,
            String state,
            @Nullable Ago lastSuccess,
            int waiting,
            int dead,
            @Nullable Ago failedAt,
            String error) {}

    /// A name and what it is.
    record Fact(String name, String content) {}

    /// How this member runs.
    record Status(Ago started, List<Fact> versions, String configuration) {}

    /// One of the pages.
    @GET
    public Response page(@Context UriInfo uri, @Context HttpHeaders headers)
            throws InterruptedException {
        Page page =
                switch (uri.getPathParameters().getFirst("page")) {
                    case "receivers" ->
                            new Page("receivers", "Receivers", "Receivers", 5, receivers());
                    case "status" -> Page.still("status", "Status", "Status", status());
                    default -> new Page("cluster", "Cluster", "Cluster", 5, cluster());
                };
        return render.answer(page, uri, headers);
    }

    private Cluster cluster() {
        ClusterView view = ports.cluster().get();
        return new Cluster(
                view.name(),
                view.status(),
                !view.name().isEmpty(),
                view.peers().stream()
                        .map(peer ->
                                new Member(
                                        peer.name(),
                                        peer.address(),
                                        peer.name().equals(view.name())))
                        .toList(),
                view.peers().size());
    }

    private Receivers receivers() throws InterruptedException {
        Map<String, List<GroupView>> groups =
                snapshots.latest().groups().stream()
                        .collect(Collectors.groupingBy(GroupView::receiver));
        List<Receiver> receivers =
                ports.alerting().receivers().stream()
                        .map(view ->
                                receiver(view.name(), groups.getOrDefault(view.name(), List.of())))
                        .toList();
        Instant now = ports.alerting().now();
        List<Arrival> arrivals =
                ports.received().get().stream()
                        .limit(RECEIVED)
                        .map(each -> arrival(each, now))
                        .toList();
        List<Way> ways = ports.ways().lines().stream().map(line -> way(line, now)).toList();
        return new Receivers(receivers, ways, arrivals, !arrivals.isEmpty());
    }

    private static Way way(ReceiverHealth.Line line, Instant now) {
        Optional<Health.Failure> failure = line.health().lastFailure();
        boolean failing = line.health().failures() > 0;
        return new Way(
                line.place().toString(),
                failing ? "failing" : line.health().lastSuccess().isPresent() ? "well" : "idle",
                line.health().lastSuccess().map(at -> Ago.of(at, now)).orElse(null),
                Math.max(line.queued(), line.pending()),
                line.dead(),
                failure.map(found -> Ago.of(found.at(), now)).orElse(null),
                failure.map(Health.Failure::cause).orElse(""));
    }

    private static Receiver receiver(String name, List<GroupView> groups) {
        return new Receiver(
                name,
                groups.size(),
                groups.stream().mapToInt(group -> group.alerts().size()).sum(),
                Link.to("").with("receiver", name).toString());
    }

    private static Arrival arrival(Received received, Instant now) {
        return new Arrival(
                "n" + Integer.toHexString(received.hashCode()),
                Ago.of(received.at(), now),
                received.receiver(),
                received.status(),
                received.title(),
                received.body());
    }

    private Status status() {
        var versions = new ArrayList<Fact>();
        ports.build().versions().forEach((name, value) -> versions.add(new Fact(name, value)));
        return new Status(
                Ago.of(ports.build().started(), ports.alerting().now()),
                versions,
                ports.alerting().configuration());
    }
}
