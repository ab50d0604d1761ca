package tocsin.jepsen.workload;

import tocsin.jepsen.history.Event.Outcome;
import tocsin.jepsen.history.History;
import tocsin.jepsen.process.Cluster;
import tocsin.jepsen.process.Http;
import tocsin.jepsen.process.Member;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;

/// Episodes: an alert fires, is sent again every few seconds as Prometheus does, and is resolved
/// after a while. A product whose members share alerts gets each through one member, drawn anew
/// each time, as a load balancer would choose; one whose members do not gets each through all.
public final class PageWorkload implements Workload {
    /// The name in histories.
    public static final String NAME = "pages";

    private static final Duration RESEND = Duration.ofSeconds(3);
    private static final Duration SAID_RESOLVED = Duration.ofSeconds(20);

    private final Cluster cluster;
    private final RandomGenerator random;
    private final Recorder recorder;
    private final boolean everywhere;
    private final List<Episode> live = new ArrayList<>();
    private Instant nextEpisode = Instant.MIN;
    private int made;

    private static final class Episode {
        private final String name;
        private final Instant start;
        private Instant end;
        private Instant nextSend = Instant.MIN;

        Episode(String name, Instant start, Instant end) {
            this.name = name;
            this.start = start;
            this.end = end;
        }
    }

    /// Episodes on a cluster; `everywhere` when each alert must be sent to every member.
    public PageWorkload(
            Cluster cluster, RandomGenerator random, History history, boolean everywhere) {
        this.cluster = cluster;
        this.random = random;
        this.recorder = new Recorder(history, NAME);
        this.everywhere = everywhere;
    }

    @Override
    public void step() {
        Instant now = Instant.now();
        if (now.isAfter(nextEpisode)) {
            Duration length = Duration.ofMillis(random.nextLong(25_000, 40_000));
            live.add(new Episode("episode-" + made++, now, now.plus(length)));
            nextEpisode = now.plusMillis(random.nextLong(1_000, 3_000));
        }
        for (Iterator<Episode> each = live.iterator(); each.hasNext(); ) {
            Episode episode = each.next();
            if (now.isAfter(episode.end.plus(SAID_RESOLVED))) {
                each.remove();
            } else if (now.isAfter(episode.nextSend)) {
                episode.nextSend = now.plus(RESEND);
                send(episode, now);
            }
        }
    }

    private void send(Episode episode, Instant now) {
        boolean resolved = now.isAfter(episode.end);
        Instant endsAt = resolved ? episode.end : now.plus(Duration.ofMinutes(5));
        String body =
                "[{\"labels\":{\"alertname\":\"%s\",\"instance\":\"i\"},\"startsAt\":\"%s\",\"endsAt\":\"%s\"}]"
                        .formatted(episode.name, episode.start, endsAt);
        String kind = resolved ? "resolve" : "fire";
        int first = random.nextInt(cluster.members().size());
        for (int i = 0; i < cluster.members().size(); i++) {
            Member member = cluster.member((first + i) % cluster.members().size());
            boolean ok =
                    recorder.operate(
                                    kind,
                                    member,
                                    episode.name,
                                    () -> Http.post(member.uri("/api/v2/alerts"), body))
                            .isPresent();
            if (ok && !everywhere) {
                return;
            }
        }
    }

    @Override
    public void finish() {
        Instant now = Instant.now();
        for (Episode episode : live) {
            if (episode.end.isAfter(now)) {
                episode.end = now;
                episode.nextSend = Instant.MIN;
            }
        }
        nextEpisode = Instant.MAX;
        recorder.note("finish", Outcome.OK, "", "", "every episode is resolved");
    }

    @Override
    public void read() {
        // What was told is read from the sink.
    }
}
