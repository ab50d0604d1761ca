package tocsin.server.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import tocsin.loop.EventLoop;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionException;

/// The built-in receiver: a webhook that keeps the newest notifications in memory, for trying
/// things out without a service to send to. Point `webhook_configs` at it.
@Path("/api/tocsin/v1/inbox")
public final class Inbox {
    /// Letters kept; an older one makes room for a newer one.
    private static final int LETTERS = 100;

    /// Bytes read of one letter; a longer one is refused.
    private static final int LETTER_BYTES = 256 << 10;

    private final EventLoop loop;
    private final ObjectMapper json = new ObjectMapper();
    private final Deque<Letter> letters = new ArrayDeque<>();

    /// An empty inbox whose letters belong to this loop.
    public Inbox(EventLoop loop) {
        this.loop = loop;
    }

    /// A notification as it came.
    ///
    /// @param status `firing` or `resolved`
    /// @param title the names of the alerts, and how many of each
    public record Letter(Instant at, String receiver, String status, String title, String body) {}

    /// Takes a notification.
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response post(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LETTER_BYTES + 1);
        if (bytes.length > LETTER_BYTES) {
            return refusal(Response.Status.REQUEST_ENTITY_TOO_LARGE, "more than 256 KiB");
        }
        Letter letter;
        try {
            letter = letter(json.readTree(bytes));
        } catch (JsonProcessingException e) {
            return refusal(Response.Status.BAD_REQUEST, "not the JSON of a webhook");
        }
        loop.execute(() -> keep(letter));
        return Response.ok().build();
    }

    private static Response refusal(Response.Status status, String why) {
        return Response.status(status).type(MediaType.TEXT_PLAIN_TYPE).entity(why + "\n").build();
    }

    private Letter letter(JsonNode message) {
        var names = new ArrayList<String>();
        for (JsonNode alert : message.path("alerts")) {
            names.add(alert.path("labels").path("alertname").asText("(no alertname)"));
        }
        String title = String.join(", ", names.stream().distinct().limit(5).toList());
        return new Letter(
                loop.now(),
                message.path("receiver").asText(""),
                message.path("status").asText(""),
                names.size() > 1 ? title + " (" + names.size() + " alerts)" : title,
                message.toPrettyString());
    }

    private void keep(Letter letter) {
        if (letters.size() == LETTERS) {
            letters.removeLast();
        }
        letters.addFirst(letter);
    }

    /// The letters, newest first.
    public List<Letter> letters() {
        try {
            return loop.ask(() -> List.copyOf(letters)).join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the inbox's loop does not answer", e);
        }
    }

    /// The letters, newest first, as JSON.
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public String get() throws IOException {
        var out = json.createArrayNode();
        for (Letter letter : letters()) {
            out.addObject()
                    .put("at", letter.at().toString())
                    .put("receiver", letter.receiver())
                    .put("status", letter.status())
                    .put("title", letter.title())
                    .set("message", json.readTree(letter.body()));
        }
        return out.toString();
    }
}
