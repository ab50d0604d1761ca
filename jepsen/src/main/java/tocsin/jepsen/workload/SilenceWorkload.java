package tocsin.jepsen.workload;

import com.fasterxml.jackson.databind.JsonNode;

import tocsin.jepsen.history.Event.Outcome;
import tocsin.jepsen.history.History;
import tocsin.jepsen.process.Cluster;
import tocsin.jepsen.process.Http;
import tocsin.jepsen.process.Member;
import tocsin.jepsen.process.Waiting;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Silences as a set: created anywhere, one in three expired anywhere, all read everywhere at the
/// end.
public final class SilenceWorkload implements Workload {
    /// The name in histories.
    public static final String NAME = "silences";

    private final Cluster cluster;
    private final RandomGenerator random;
    private final Recorder recorder;
    private final List<String> known = new ArrayList<>();
    private int made;

    /// Silences on a cluster.
    public SilenceWorkload(Cluster cluster, RandomGenerator random, History history) {
        this.cluster = cluster;
        this.random = random;
        this.recorder = new Recorder(history, NAME);
    }

    private Member anyone() {
        return cluster.member(random.nextInt(cluster.members().size()));
    }

    @Override
    public void step() {
        if (random.nextInt(3) == 0 && !known.isEmpty()) {
            expire(known.remove(random.nextInt(known.size())));
        } else {
            create();
        }
    }

    private void create() {
        Member member = anyone();
        String name = "set-" + made++;
        Instant start = Instant.now();
        String body =
                """
                {"matchers":[{"name":"alertname","value":"%s","isRegex":false,"isEqual":true}],
                 "startsAt":"%s","endsAt":"%s","createdBy":"jepsen","comment":"%s"}\
                """
                        .formatted(name, start, start.plus(Duration.ofHours(2)), name);
        recorder.operate(
                        "create",
                        member,
                        name,
                        () -> Http.post(member.uri("/api/v2/silences"), body))
                .map(answer -> Http.parse(answer).path("silenceID").asText())
                .ifPresent(id -> {
                    recorder.note("id", Outcome.OK, member.name(), name, id);
                    known.add(name + "=" + id);
                });
    }

    private void expire(String nameAndId) {
        Member member = anyone();
        String name = nameAndId.substring(0, nameAndId.indexOf('='));
        URI silence =
                member.uri("/api/v2/silence/" + nameAndId.substring(nameAndId.indexOf('=') + 1));
        // A member that has not heard of the silence yet says 404 and has done nothing: the client
        // tries again.
        recorder.operate("expire", member, name, () -> Http.delete(silence));
    }

    @Override
    public void finish() {
        // Nothing was begun that needs an end.
    }

    @Override
    public void read() {
        for (Member member : cluster.members()) {
            Waiting.until(
                    member.name() + " answers a read of all silences",
                    Duration.ofSeconds(20),
                    () -> readFrom(member));
        }
    }

    private boolean readFrom(Member member) {
        JsonNode silences = Http.get(member.uri("/api/v2/silences")).required().json();
        for (JsonNode silence : silences) {
            String state = silence.path("status").path("state").asText();
            recorder.note(
                    "read", Outcome.OK, member.name(), silence.path("comment").asText(), state);
        }
        return true;
    }
}
