package tocsin.server.webconfig;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.server.http.Caller;
import tocsin.server.http.Errors;
import tocsin.server.http.HttpServer;
import tocsin.server.http.HttpSettings;
import tocsin.server.http.Needs;
import tocsin.server.http.Role;
import tocsin.server.http.Shortcut;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What users of each role may do, over real sockets.
class RolesTest {
    private static final String USERS =
            "basic_auth_users:"
                    + " {vera: '%1$s', eddy: '%1$s', ada: '%1$s', nobody: '%1$s'}\n"
                            .formatted(BCrypt.withDefaults().hashToString(4, "x".toCharArray()));
    private static final String ROLES = "roles: {vera: viewer, eddy: editor, ada: admin}\n";

    @TempDir private java.nio.file.Path folder;
    private final Short shortcut = new Short();
    private HttpServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    /// Something to see, to change, and to delete.
    @Path("/api/tocsin/v1/thing")
    public static final class Thing {
        /// Sees.
        @GET
        public String see(@Context HttpHeaders headers) {
            Caller caller = Caller.of(headers);
            return caller.name() + " " + caller.role().word();
        }

        /// Changes.
        @POST
        public String change() {
            return "changed";
        }

        /// Deletes.
        @DELETE
        @Needs(Role.ADMIN)
        public String delete() {
            return "deleted";
        }
    }

    /// The long way of the shortcut.
    @Path("/post")
    public static final class Long {
        /// Takes.
        @POST
        public String take() {
            return "taken the long way";
        }
    }

    private static final class Short implements Shortcut {
        private final List<String> bodies = new ArrayList<>();

        @Override
        public String path() {
            return "/post";
        }

        @Override
        public Outcome take(byte[] body, int length) {
            bodies.add(new String(body, StandardCharsets.UTF_8));
            return new Shortcut.Taken();
        }

        @Override
        public Map<String, String> headers(boolean isForeign) {
            return Map.of();
        }
    }

    private void start(String config) throws Exception {
        var metrics = new PrometheusRegistry();
        server =
                HttpServer.start(
                        new HttpSettings(
                                List.of(new InetSocketAddress("127.0.0.1", 0)),
                                "",
                                8,
                                Duration.ZERO),
                        LiveWebConfig.open(
                                Files.writeString(folder.resolve("web.yml"), config),
                                new Random(1),
                                metrics),
                        List.of(new Errors(List.of()), new Thing(), new Long(), shortcut),
                        metrics);
    }

    private HttpResponse<String> ask(String method, String path, String user, String... headers)
            throws Exception {
        String login = Base64.getEncoder().encodeToString((user + ":x").getBytes("UTF-8"));
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d%s"
                                                .formatted(
                                                        server.addresses().getFirst().getPort(),
                                                        path)))
                        .method(
                                method,
                                method.equals("POST")
                                        ? BodyPublishers.ofString("[]")
                                        : BodyPublishers.noBody())
                        .header("Authorization", "Basic " + login)
                        .header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private int status(String method, String user) throws Exception {
        return ask(method, "/api/tocsin/v1/thing", user).statusCode();
    }

    @Test
    void eachMayDoWhatHisRoleMay() throws Exception {
        start(USERS + ROLES);
        for (String user : List.of("vera", "nobody", "eddy", "ada")) {
            assertThat(status("GET", user)).as(user).isEqualTo(200);
        }
        assertThat(status("POST", "vera")).isEqualTo(403);
        assertThat(status("POST", "nobody")).isEqualTo(403);
        assertThat(status("POST", "eddy")).isEqualTo(200);
        assertThat(status("POST", "ada")).isEqualTo(200);
        assertThat(status("DELETE", "eddy")).isEqualTo(403);
        assertThat(status("DELETE", "ada")).isEqualTo(200);
    }

    @Test
    void whoMayNotIsToldWhyAsTheApiTellsErrors() throws Exception {
        start(USERS + ROLES);
        assertThat(ask("POST", "/api/tocsin/v1/thing", "vera").body())
                .isEqualTo(
                        "{\"error\":\"user \\\"vera\\\" has the role viewer, and this needs the"
                                + " role editor: see roles in the web configuration\"}\n");
        assertThat(ask("POST", "/post", "nobody").body())
                .startsWith("user \"nobody\" has the role viewer");
    }

    @Test
    void theShortWayIsNoWayPast() throws Exception {
        start(USERS + ROLES);
        assertThat(ask("POST", "/post", "vera").statusCode()).isEqualTo(403);
        assertThat(shortcut.bodies).isEmpty();
        assertThat(ask("POST", "/post", "eddy").statusCode()).isEqualTo(200);
        assertThat(shortcut.bodies).containsExactly("[]");
    }

    @Test
    void noSpellingOfAPathAndNoHeaderLeadsPast() throws Exception {
        start(USERS + ROLES);
        for (String path :
                List.of(
                        "/api/tocsin/v1/%74hing",
                        "/api/tocsin/v1/./thing",
                        "/api/tocsin/v1/x/../thing",
                        "/api/tocsin/v1/thing;x=y",
                        "/api/tocsin/v1/thing/")) {
            assertThat(ask("POST", path, "vera").statusCode()).as(path).isGreaterThanOrEqualTo(400);
        }
        HttpResponse<String> seen =
                ask(
                        "GET",
                        "/api/tocsin/v1/thing",
                        "vera",
                        "X-Tocsin-Caller",
                        "ada",
                        "X-Tocsin-Caller-Role",
                        "admin");
        assertThat(seen.body()).isEqualTo("vera viewer");
    }

    @Test
    void withoutRolesEveryUserMayDoEverything() throws Exception {
        start(USERS);
        assertThat(status("POST", "vera")).isEqualTo(200);
        assertThat(status("DELETE", "vera")).isEqualTo(200);
        assertThat(ask("GET", "/api/tocsin/v1/thing", "vera").body()).isEqualTo("vera admin");
    }

    @Test
    void withoutUsersEverybodyMayDoEverything() throws Exception {
        start("");
        assertThat(status("DELETE", "anybody")).isEqualTo(200);
        assertThat(ask("GET", "/api/tocsin/v1/thing", "x", "X-Tocsin-Caller", "ada").body())
                .isEqualTo(" admin");
    }
}
