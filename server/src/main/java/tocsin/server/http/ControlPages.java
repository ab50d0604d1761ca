package tocsin.server.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The pages that operators' tools ask: alive, ready, reload.
@Path("/-")
public final class ControlPages {
    private final Reloading reloading;
    private final Supplier<Optional<String>> trouble;

    /// Pages that reload by `reloading`, of a server that is always ready.
    public ControlPages(Reloading reloading) {
        this(reloading, Optional::empty);
    }

    /// Pages that reload by `reloading`.
    ///
    /// @param trouble why clients had better go elsewhere, if so
    public ControlPages(Reloading reloading, Supplier<Optional<String>> trouble) {
        this.reloading = reloading;
        this.trouble = trouble;
    }

    /// Loads the configuration anew.
    @FunctionalInterface
    public interface Reloading {
        /// Blocks until the new configuration runs.
        ///
        /// @throws ReloadException when it is refused; the old one runs on
        void reload() throws ReloadException;
    }

    /// A configuration was refused.
    public static final class ReloadException extends Exception {
        private static final long serialVersionUID = 1L;

        /// With every problem, a line each.
        public ReloadException(String problems) {
            super(problems);
        }
    }

    /// Alive.
    @GET
    @Path("healthy")
    public Response healthy() {
        return ok("OK");
    }

    /// Alive, without a body.
    @HEAD
    @Path("healthy")
    public Response healthyHead() {
        return ok("");
    }

    /// Ready: this server starts to listen once everything behind it is open.
    @GET
    @Path("ready")
    public Response ready() {
        return trouble.get()
                .map(why ->
                        ErrorShape.plain(503, "writes are not durable: " + why + "\n", List.of()))
                .orElseGet(() -> ok("OK"));
    }

    /// Ready, without a body.
    @HEAD
    @Path("ready")
    public Response readyHead() {
        return trouble.get().isPresent() ? Response.status(503).build() : ok("");
    }

    /// Loads the configuration anew and waits for it.
    @POST
    @Path("reload")
    @Needs(Role.ADMIN)
    public Response reload() {
        try {
            reloading.reload();
            return ok("");
        } catch (ReloadException e) {
            return ErrorShape.plain(
                    500, "failed to reload config: " + e.getMessage() + "\n", List.of());
        }
    }

    private static Response ok(String body) {
        return Response.ok(body, "text/plain; charset=utf-8").build();
    }
}
