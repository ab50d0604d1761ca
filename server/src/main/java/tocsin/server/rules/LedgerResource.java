package tocsin.server.rules;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import tocsin.rules.RuleGroupMark.Tick;
import tocsin.rules.RuleGroupView;
import tocsin.rules.RuleGroupView.EvaluationView;
import tocsin.rules.RuleGroupView.RuleView;
import tocsin.rules.RuleSpec;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `GET /api/tocsin/v1/rules/ledger`: for each group the last slots and who evaluated them, for
/// each rule its last evaluations on this member: when each was due, when it began, what it took,
/// what went in and what came out, and why one was skipped. By `group`, `file` and `rule`.
///
/// `GET /api/tocsin/v1/rules/report`: what deserves a look: rules that fail, that match nothing,
/// that have never fired; groups that read one another in a circle; files that are quarantined.
@Path("/api/tocsin/v1/rules")
public final class LedgerResource {
    private static final JsonFactory JSON = new JsonFactory();

    private final RuleStand rules;

    /// The rules of this member.
    public LedgerResource(RuleStand rules) {
        this.rules = rules;
    }

    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private static Response answer(Body body) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Response.ok(text.toString(), MediaType.APPLICATION_JSON_TYPE).build();
    }

    /// The ledger.
    @GET
    @Path("ledger")
    public Response ledger(
            @QueryParam("group") Optional<String> group,
            @QueryParam("file") Optional<String> file,
            @QueryParam("rule") Optional<String> rule)
            throws InterruptedException {
        List<RuleGroupView> groups =
                rules.groups().stream()
                        .filter(each -> group.filter(n -> !n.equals(each.spec().name())).isEmpty())
                        .filter(each -> file.filter(n -> !n.equals(each.spec().file())).isEmpty())
                        .toList();
        return answer(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("groups");
            for (RuleGroupView each : groups) {
                write(json, each, rule);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, RuleGroupView group, Optional<String> rule)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("name", group.spec().name());
        json.writeStringField("file", group.spec().file());
        json.writeNumberField("interval", seconds(group.interval()));
        json.writeArrayFieldStart("slots");
        for (Tick tick : group.ticks()) {
            json.writeStartObject();
            json.writeStringField("due", tick.slot().toString());
            json.writeStringField("member", tick.member());
            json.writeStringField("how", tick.kind().name().toLowerCase(Locale.ROOT));
            json.writeNumberField("lateness", seconds(tick.lateness()));
            json.writeNumberField("took", seconds(tick.took()));
            json.writeNumberField("failedRules", tick.failed());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rules");
        for (RuleView each : group.rules()) {
            if (rule.filter(name -> !name.equals(each.spec().name())).isEmpty()) {
                write(json, each);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, RuleView rule) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", rule.spec().name());
        json.writeStringField("type", type(rule));
        json.writeNumberField("line", rule.spec().line());
        json.writeStringField("health", rule.health());
        json.writeBooleanField("matchedNothing", rule.history().matchedNothing());
        if (rule.history().lastFired().isPresent()) {
            json.writeStringField("lastFired", rule.history().lastFired().get().toString());
        }
        json.writeArrayFieldStart("evaluations");
        for (EvaluationView each : rule.history().evaluations()) {
            json.writeStartObject();
            json.writeStringField("due", each.due().toString());
            json.writeStringField("started", each.started().toString());
            json.writeNumberField("lateness", seconds(each.lateness()));
            if (each.skipped().isEmpty()) {
                json.writeStringField("finished", each.started().plus(each.took()).toString());
                json.writeNumberField("took", seconds(each.took()));
                if (each.samplesIn().isPresent()) {
                    json.writeNumberField("samplesIn", each.samplesIn().getAsLong());
                }
                json.writeNumberField("seriesOut", each.seriesOut());
                json.writeStringField("error", each.error());
            } else {
                json.writeStringField("skipped", each.skipped());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String type(RuleView rule) {
        return switch (rule.spec()) {
            case RuleSpec.Alerting _ -> "alerting";
            case RuleSpec.Recording _ -> "recording";
        };
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /// The report.
    @GET
    @Path("report")
    public Response report() throws InterruptedException {
        List<RuleGroupView> groups = rules.groups();
        List<List<String>> cycles = rules.cycles();
        return answer(json -> {
            json.writeStartObject();
            list(json, "failing", groups, Finding.FAILING);
            list(json, "matchNothing", groups, Finding.MATCHES_NOTHING);
            list(json, "neverFired", groups, Finding.NEVER_FIRED);
            json.writeArrayFieldStart("cycles");
            for (List<String> cycle : cycles) {
                json.writeStartArray();
                for (String group : cycle) {
                    json.writeString(group);
                }
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("quarantined");
            for (RuleStand.Quarantined file : rules.quarantined()) {
                json.writeStartObject();
                json.writeStringField("file", file.file());
                json.writeStringField("since", file.since().toString());
                json.writeBooleanField("lastGoodVersionRuns", file.lastGoodRuns());
                json.writeStringField("reason", file.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void list(
            JsonGenerator json, String name, List<RuleGroupView> groups, Finding wanted)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (RuleGroupView group : groups) {
            for (RuleView rule : group.rules()) {
                if (Finding.of(rule).contains(wanted)) {
                    json.writeStartObject();
                    json.writeStringField("rule", rule.spec().name());
                    json.writeStringField("group", group.spec().name());
                    json.writeStringField("file", group.spec().file());
                    json.writeNumberField("line", rule.spec().line());
                    json.writeStringField("lastError", rule.lastError());
                    json.writeEndObject();
                }
            }
        }
        json.writeEndArray();
    }
}
