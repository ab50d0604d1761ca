package tocsin.server.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import tocsin.server.replay.Replays.Job;
import tocsin.server.replay.Replays.State;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;

/// `POST /api/tocsin/v1/replay` with `{"from","to","rules","config","compare"}`: rules and routing
/// over what this member stores, in virtual time. Rules and configuration are the texts of files;
/// without one, what runs now is meant. `compare` also replays what runs now. The answer names the
/// job; `GET …/replay/{id}` says how far it is and, in the end, gives the report, which `GET
/// …/replay/{id}/report.html` shows; `DELETE …/replay/{id}` ends it.
@Path("/api/tocsin/v1/replay")
public final class ReplayResource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST = Duration.ofDays(366);

    private final Replays replays;
    private final Making making;
    private final InstantSource clock;

    /// Makes what is replayed.
    public interface Making {
        /// A replay.
        ///
        /// @param rules text of a rule file; empty for the rules that run
        /// @param config text of an alertmanager.yml; empty for the one in force
        /// @throws IllegalArgumentException with every problem, when a text is no such file
        Replays.Asked of(Stretch stretch, Optional<String> rules, Optional<String> config);
    }

    /// What stretch of time, and whether what runs now is replayed too.
    public record Stretch(Instant from, Instant to, boolean compares) {}

    /// Replays of this member.
    public ReplayResource(Replays replays, Making making, InstantSource clock) {
        this.replays = replays;
        this.making = making;
        this.clock = clock;
    }

    /// Begins a replay.
    @POST
    public Response begin(String body) {
        Replays.Asked asked;
        try {
            JsonNode wanted = JSON.readTree(body);
            Instant to = time(wanted, "to").orElseGet(clock::instant);
            Instant from =
                    time(wanted, "from")
                            .orElseThrow(() -> new IllegalArgumentException("from: is missing"));
            if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "from: must be before to, and not by more than a year");
            }
            var stretch = new Stretch(from, to, wanted.path("compare").asBoolean(false));
            asked = making.of(stretch, text(wanted, "rules"), text(wanted, "config"));
        } catch (JsonProcessingException e) {
            return refused(400, "not JSON: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            return refused(400, String.valueOf(e.getMessage()));
        }
        return replays.begin(asked)
                .map(job -> answer(202, stand(job)))
                .orElseGet(() -> refused(429, "other replays are waiting; try later"));
    }

    private static Optional<String> text(JsonNode wanted, String field) {
        return Optional.ofNullable(wanted.get(field)).map(JsonNode::asText);
    }

    private static Optional<Instant> time(JsonNode wanted, String field) {
        return text(wanted, field)
                .map(value -> {
                    try {
                        return OffsetDateTime.parse(value).toInstant();
                    } catch (DateTimeException e) {
                        throw new IllegalArgumentException(
                                field + ": expected RFC 3339, got \"" + value + "\"", e);
                    }
                });
    }

    private static Response refused(int status, String why) {
        return answer(status, JSON.createObjectNode().put("error", why));
    }

    private static Response answer(int status, JsonNode body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body + "\n")
                .build();
    }

    private static ObjectNode stand(Job job) {
        ObjectNode stand = JSON.createObjectNode().put("id", job.id());
        stand.put("progress", job.progress());
        return switch (job.state()) {
            case State.Waiting() -> stand.put("state", "waiting");
            case State.Running() -> stand.put("state", "running");
            case State.Failed(String why) -> stand.put("state", "failed").put("error", why);
            case State.Done(ReplayReport _) -> stand.put("state", "done");
        };
    }

    /// All replays that are known.
    @GET
    public Response list() {
        ObjectNode all = JSON.createObjectNode();
        var list = all.putArray("replays");
        replays.all().values().forEach(job -> list.add(stand(job)));
        return answer(200, all);
    }

    /// A replay, with its report when it is done.
    @GET
    @Path("{id}")
    public Response one(@PathParam("id") String id) throws JsonProcessingException {
        Optional<Job> job = replays.find(id);
        if (job.isEmpty()) {
            return refused(404, "no replay " + id);
        }
        ObjectNode stand = stand(job.get());
        if (job.get().state() instanceof State.Done(ReplayReport report)) {
            stand.set("report", JSON.readTree(ReplayJson.of(report)));
        }
        return answer(200, stand);
    }

    /// The report of a replay as a page.
    @GET
    @Path("{id}/report.html")
    public Response page(@PathParam("id") String id) {
        return replays.find(id)
                .map(job ->
                        job.state() instanceof State.Done(ReplayReport report)
                                ? Response.ok(ReplayHtml.of(report), MediaType.TEXT_HTML_TYPE)
                                        .build()
                                : answer(409, stand(job)))
                .orElseGet(() -> refused(404, "no replay " + id));
    }

    /// Ends a replay.
    @DELETE
    @Path("{id}")
    public Response cancel(@PathParam("id") String id) {
        Optional<Job> job = replays.find(id);
        job.ifPresent(Job::cancel);
        return job.map(each -> answer(200, stand(each)))
                .orElseGet(() -> refused(404, "no replay " + id));
    }
}
