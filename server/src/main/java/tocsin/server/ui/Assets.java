package tocsin.server.ui;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// Style, script and pictures. Pages name them with the hash of their content, so that browsers may
/// keep them for ever and yet never show an old one.
@Path("/assets")
public final class Assets {
    private static final Map<String, String> TYPES =
            Map.of(
                    "tocsin.css", "text/css; charset=utf-8",
                    "tocsin.js", "text/javascript; charset=utf-8",
                    "graph.js", "text/javascript; charset=utf-8",
                    "bell.svg", "image/svg+xml");
    private static final int TAG_BYTES = 8;

    private final Map<String, Asset> assets = new TreeMap<>();

    private record Asset(byte[] content, String type, String hash) {}

    Assets() {
        TYPES.forEach((name, type) -> assets.put(name, load(name, type)));
    }

    private static Asset load(String name, String type) {
        try (InputStream in = Assets.class.getResourceAsStream("assets/" + name)) {
            if (in == null) {
                throw new IllegalStateException("asset " + name + " is not in the jar");
            }
            byte[] content = in.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return new Asset(content, type, HexFormat.of().formatHex(hash, 0, TAG_BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Where a page finds an asset, below the root.
    String link(String name) {
        Asset asset = assets.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("no such asset: " + name);
        }
        return "assets/" + name + "?v=" + asset.hash();
    }

    /// One asset.
    @GET
    @Path("{name}")
    public Response asset(
            @PathParam("name") String name,
            @QueryParam("v") @Nullable String version,
            @Context Request request) {
        Asset asset = assets.get(name);
        if (asset == null) {
            return Response.status(404).build();
        }
        String cache =
                asset.hash().equals(version)
                        ? "public, max-age=31536000, immutable"
                        : "public, no-cache";
        var tag = new EntityTag(asset.hash());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        Response.ResponseBuilder response =
                unchanged == null ? Response.ok(asset.content(), asset.type()) : unchanged;
        return response.tag(tag)
                .header(HttpHeaders.CACHE_CONTROL, cache)
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }
}
