package tocsin.jepsen.workload;

import com.fasterxml.jackson.databind.JsonNode;

import tocsin.jepsen.history.Event.Outcome;
import tocsin.jepsen.history.History;
import tocsin.jepsen.process.Cluster;
import tocsin.jepsen.process.Http;
import tocsin.jepsen.process.Member;
import tocsin.jepsen.process.Waiting;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// When all is healed and nobody writes any more: how long until all members hold the same. Asks
/// Tocsin's digests where there are any, and else compares the silences themselves.
public final class Convergence {
    /// The name in histories.
    public static final String NAME = "convergence";

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /// Leases come and go on their own, without anybody writing.
    private static final Set<String> RESTLESS = Set.of("claims");

    private final Cluster cluster;
    private final Recorder recorder;

    /// Of a cluster.
    public Convergence(Cluster cluster, History history) {
        this.cluster = cluster;
        this.recorder = new Recorder(history, NAME);
    }

    /// Waits for it, and notes how many milliseconds it took, or that it never came.
    public void await() {
        long begun = System.nanoTime();
        recorder.note("equal", Outcome.INVOKED, "", "", "");
        try {
            Waiting.until("all members hold the same", PATIENCE, () -> views().size() == 1);
            long millis = (System.nanoTime() - begun) / 1_000_000;
            recorder.note("equal", Outcome.OK, "", "", Long.toString(millis));
        } catch (AssertionError e) {
            recorder.note("equal", Outcome.FAILED, "", "", String.join(" / ", views()));
        }
    }

    private Set<String> views() {
        var views = new HashSet<String>();
        cluster.members().forEach(member -> views.add(view(member)));
        return views;
    }

    private static String view(Member member) {
        try {
            Http.Answer answer = Http.get(member.uri("/api/tocsin/v1/cluster"));
            return answer.status() == 200 ? digests(answer.json()) : silences(member);
        } catch (UncheckedIOException e) {
            return member.name() + " does not answer";
        }
    }

    private static String digests(JsonNode cluster) {
        var digests = new TreeMap<String, String>();
        for (JsonNode map : cluster.path("maps")) {
            String name = map.path("name").asText();
            if (!RESTLESS.contains(name)) {
                digests.put(name, map.path("entries").asText() + " " + map.path("digest").asText());
            }
        }
        return digests.toString();
    }

    private static String silences(Member member) {
        var silences = new TreeSet<String>();
        for (JsonNode silence : Http.get(member.uri("/api/v2/silences")).required().json()) {
            silences.add(
                    silence.path("id").asText()
                            + silence.path("status").path("state").asText()
                            + silence.path("endsAt").asText());
        }
        return silences.toString();
    }
}
