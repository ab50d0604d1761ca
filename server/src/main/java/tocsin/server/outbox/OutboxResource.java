package tocsin.server.outbox;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;

import org.jspecify.annotations.Nullable;

import tocsin.outbox.Letter;
import tocsin.outbox.Letters;

import java.util.List;
import java.util.function.Predicate;

/// `/api/tocsin/v1/outbox`: what is not told yet, on all members, and what people decide about it.
@Path("/api/tocsin/v1/outbox")
public final class OutboxResource {
    private final Outgoing outgoing;

    /// The outbox of this member.
    public OutboxResource(Outgoing outgoing) {
        this.outgoing = outgoing;
    }

    /// The letters, the oldest first.
    @GET
    public Response list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("receiver") @Nullable String receiver)
            throws InterruptedException {
        List<Letters.Entry> letters = chosen(state, receiver);
        return OutboxPages.answer(pages -> pages.letters(letters));
    }

    private List<Letters.Entry> chosen(@Nullable String state, @Nullable String receiver)
            throws InterruptedException {
        if (state != null && !state.equals("pending") && !state.equals("dead")) {
            throw OutboxPages.refused(
                    400, "state: expected pending or dead, got \"" + state + "\"");
        }
        Predicate<Letters.Entry> wanted =
                entry ->
                        (state == null || entry.letter().state().word().equals(state))
                                && (receiver == null || entry.key().receiver().equals(receiver));
        return outgoing.letters().stream().filter(wanted).toList();
    }

    /// One letter.
    @GET
    @Path("{id}")
    public Response one(@PathParam("id") String id) throws InterruptedException {
        List<Letters.Entry> found = byId(id);
        return OutboxPages.answer(pages -> pages.letter(found.getFirst()));
    }

    private List<Letters.Entry> byId(String id) throws InterruptedException {
        List<Letters.Entry> found =
                outgoing.letters().stream()
                        .filter(entry -> OutboxPages.id(entry.key()).equals(id))
                        .toList();
        if (found.isEmpty()) {
            throw OutboxPages.refused(404, "there is no open letter \"" + id + "\"");
        }
        return found;
    }

    /// Tries a letter again, now and with a new deadline.
    @POST
    @Path("{id}/retry")
    public Response retry(@PathParam("id") String id) throws InterruptedException {
        return decided(byId(id), Letter.State.ASKED);
    }

    /// Decides that a letter need not be told, until there is something else to tell.
    @DELETE
    @Path("{id}")
    public Response drop(@PathParam("id") String id) throws InterruptedException {
        return decided(byId(id), Letter.State.DROPPED);
    }

    /// Tries many letters again: those of a state, of a receiver, or of both.
    @POST
    @Path("retry")
    public Response retryMany(
            @QueryParam("state") @Nullable String state,
            @QueryParam("receiver") @Nullable String receiver)
            throws InterruptedException {
        return decided(chosen(state, receiver), Letter.State.ASKED);
    }

    /// Drops many letters; which must be said.
    @DELETE
    public Response dropMany(
            @QueryParam("state") @Nullable String state,
            @QueryParam("receiver") @Nullable String receiver)
            throws InterruptedException {
        if (state == null && receiver == null) {
            throw OutboxPages.refused(400, "expected a state or a receiver, so as not to drop all");
        }
        return decided(chosen(state, receiver), Letter.State.DROPPED);
    }

    private Response decided(List<Letters.Entry> letters, Letter.State as)
            throws InterruptedException {
        int done = outgoing.decide(letters.stream().map(Letters.Entry::key).toList(), as);
        return OutboxPages.answer(pages -> pages.count(done));
    }
}
