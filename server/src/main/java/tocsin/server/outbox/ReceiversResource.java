package tocsin.server.outbox;

import com.fasterxml.jackson.core.JsonGenerator;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;

import org.jspecify.annotations.Nullable;

import tocsin.server.http.Needs;
import tocsin.server.http.Role;
import tocsin.server.outbox.Outgoing.Tested;
import tocsin.server.outbox.ReceiverHealth.Line;
import tocsin.template.TemplateData.Facts;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// `/api/tocsin/v1/receivers`: how each receiver does, and tests of it; and the data that templates
/// see of a group.
@Path("/api/tocsin/v1")
public final class ReceiversResource {
    private final Outgoing outgoing;

    /// The receivers of this member.
    public ReceiversResource(Outgoing outgoing) {
        this.outgoing = outgoing;
    }

    /// Every integration of every receiver.
    @GET
    @Path("receivers")
    public Response list() throws InterruptedException {
        List<Line> lines = ReceiverHealth.of(outgoing);
        return OutboxPages.answer(pages -> {
            pages.json().writeStartArray();
            for (Line line : lines) {
                write(pages.json(), line);
            }
            pages.json().writeEndArray();
        });
    }

    private static void write(JsonGenerator json, Line line) throws IOException {
        json.writeStartObject();
        json.writeStringField("receiver", line.place().receiver());
        json.writeStringField("integration", line.place().integration());
        json.writeNumberField("index", line.place().index());
        json.writeBooleanField("sendResolved", line.sendResolved());
        instant(json, "lastSuccess", line.health().lastSuccess());
        if (line.health().lastFailure().isPresent()) {
            var failure = line.health().lastFailure().get();
            json.writeObjectFieldStart("lastError");
            json.writeStringField("at", failure.at().toString());
            json.writeStringField("reason", failure.reason());
            json.writeStringField("error", failure.cause());
            json.writeEndObject();
        }
        json.writeNumberField("attempts", line.health().attempts());
        json.writeNumberField("failuresInARow", line.health().failures());
        json.writeNumberField("lastLatencySeconds", line.health().latency().toNanos() / 1e9);
        json.writeNumberField("queued", line.queued());
        json.writeNumberField("pending", line.pending());
        json.writeNumberField("dead", line.dead());
        json.writeNumberField("oldestSeconds", line.oldest().toNanos() / 1e9);
        instant(json, "pausedUntil", line.pausedUntil());
        json.writeEndObject();
    }

    private static void instant(JsonGenerator json, String field, Optional<Instant> at)
            throws IOException {
        if (at.isPresent()) {
            json.writeStringField(field, at.get().toString());
        }
    }

    /// Tells every integration of a receiver that this is a test, and what each answered.
    @POST
    @Path("receivers/{name}/test")
    public Response test(@PathParam("name") String name) throws InterruptedException {
        List<Tested> tested =
                outgoing.test(name)
                        .orElseThrow(() ->
                                OutboxPages.refused(404, "there is no receiver \"" + name + "\""));
        return OutboxPages.answer(pages -> pages.tested(tested));
    }

    /// What a template sees of a group, as upstream's JSON: of one there is, or was.
    @GET
    @Path("template/data")
    @Needs(Role.EDITOR)
    public Response data(@QueryParam("group") @Nullable String group) throws InterruptedException {
        if (group == null || group.isEmpty()) {
            throw OutboxPages.refused(400, "group: expected a group's key");
        }
        Facts facts =
                outgoing.facts(group)
                        .orElseThrow(() ->
                                OutboxPages.refused(
                                        404, "nothing is known of a group \"" + group + "\""));
        return OutboxPages.answer(pages -> pages.facts(facts));
    }
}
