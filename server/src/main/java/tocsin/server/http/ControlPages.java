package tocsin.server.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/// The pages that operators' tools ask: alive, ready, reload.
@Path("/-")
public final class ControlPages {
    private final Reloading reloading;

    /// Pages that reload by `reloading`.
    public ControlPages(Reloading reloading) {
        this.reloading = reloading;
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
        return ok("OK");
    }

    /// Ready, without a body.
    @HEAD
    @Path("ready")
    public Response readyHead() {
        return ok("");
    }

    /// Loads the configuration anew and waits for it.
    @POST
    @Path("reload")
    public Response reload() {
        try {
            reloading.reload();
            return ok("");
        } catch (ReloadException e) {
            return ErrorShape.plain(
                    500, "failed to reload config: " + e.getMessage() + "\n", java.util.List.of());
        }
    }

    private static Response ok(String body) {
        return Response.ok(body, "text/plain; charset=utf-8").build();
    }
}
