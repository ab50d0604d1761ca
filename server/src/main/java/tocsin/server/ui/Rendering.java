package tocsin.server.ui;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import tocsin.server.http.Caller;
import tocsin.server.http.Role;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/// Renders pages. Each consists of a frame and a live part; the script asks for the live part alone
/// and is told when it has not changed.
///
/// Everything is escaped, no page has a script, a style or a handler in line, and the policy sent
/// along forbids them: text from alerts, which anyone may send, can never run.
final class Rendering {
    /// The header by which the script asks for the live part.
    static final String LIVE = "X-Tocsin-Live";

    private static final String POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src"
                    + " 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";
    private static final List<Section> SECTIONS =
            List.of(
                    new Section("Alerts", ""),
                    new Section("Silences", "silences"),
                    new Section("Rules", "rules"),
                    new Section("Query", "graph"),
                    new Section("Cluster", "cluster"),
                    new Section("Receivers", "receivers"),
                    new Section("Status", "status"));

    private static final Caller NOBODY = new Caller("", Role.VIEWER);

    private final DefaultMustacheFactory templates = new Escaping();
    private final Assets assets;

    Rendering(Assets assets) {
        this.assets = assets;
        templates.setRecursionLimit(8);
    }

    /// Escapes what could end a text or a quoted attribute; every attribute here is quoted.
    private static final class Escaping extends DefaultMustacheFactory {
        Escaping() {
            super("tocsin/server/ui");
        }

        @Override
        public void encode(String text, Writer out) {
            try {
                for (int i = 0; i < text.length(); i++) {
                    char c = text.charAt(i);
                    switch (c) {
                        case '&' -> out.write("&amp;");
                        case '<' -> out.write("&lt;");
                        case '>' -> out.write("&gt;");
                        case '"' -> out.write("&quot;");
                        case '\'' -> out.write("&#39;");
                        case '`' -> out.write("&#96;");
                        default -> out.write(c);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record Section(String name, String path) {}

    /// A link of the navigation.
    record NavLink(String name, String href, boolean current) {}

    /// What every page has.
    ///
    /// @param root the way up to `/`, relative, so that any proxy may stand in front
    /// @param user who looks; empty where nobody is asked for a name
    /// @param role what he may do
    /// @param refreshSeconds how often the live part is asked for; 0 for never
    record Frame(
            String title,
            String root,
            List<NavLink> navigation,
            String style,
            String script,
            String icon,
            String user,
            String role,
            int refreshSeconds) {}

    /// A page to render.
    ///
    /// @param template the name of its live part
    /// @param section the entry of the navigation it stands under
    record Page(String template, String title, String section, int refreshSeconds, Object model) {
        static Page still(String template, String title, String section, Object model) {
            return new Page(template, title, section, 0, model);
        }
    }

    /// The way from a page up to `/`.
    static String root(UriInfo uri) {
        String path = uri.getPath().replaceFirst("^/", "");
        long depth = path.chars().filter(c -> c == '/').count();
        return depth == 0 ? "./" : "../".repeat((int) depth);
    }

    /// The answer for a browser, or for the script when it asks for the live part.
    Response answer(Page page, UriInfo uri, HttpHeaders headers) {
        boolean live = "1".equals(headers.getHeaderString(LIVE));
        var text = new StringWriter();
        Object[] scopes = {frame(page, root(uri), Caller.of(headers)), page.model()};
        mustache(live ? page.template() + "-live" : page.template()).execute(text, scopes);
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
        var tag = new EntityTag(hash(body));
        String known = headers.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        boolean unchanged = live && ("\"" + tag.getValue() + "\"").equals(known);
        Response.ResponseBuilder response =
                unchanged ? Response.notModified() : Response.ok(body, "text/html; charset=utf-8");
        return live ? secured(response.tag(tag)) : secured(response);
    }

    /// A page with another status, for what went wrong.
    Response answer(int status, Page page, UriInfo uri) {
        var text = new StringWriter();
        mustache(page.template())
                .execute(text, new Object[] {frame(page, root(uri), NOBODY), page.model()});
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
        return secured(Response.status(status).entity(body).type("text/html; charset=utf-8"));
    }

    private static Response secured(Response.ResponseBuilder response) {
        return response.header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.VARY, LIVE)
                .build();
    }

    private Mustache mustache(String name) {
        return templates.compile(name + ".mustache");
    }

    private Frame frame(Page page, String root, Caller caller) {
        List<NavLink> navigation =
                SECTIONS.stream()
                        .map(section ->
                                new NavLink(
                                        section.name(),
                                        root + section.path(),
                                        section.name().equals(page.section())))
                        .toList();
        return new Frame(
                page.title(),
                root,
                navigation,
                root + assets.link("tocsin.css"),
                root + assets.link("tocsin.js"),
                root + assets.link("bell.svg"),
                caller.name(),
                caller.role().word(),
                page.refreshSeconds());
    }

    private static String hash(byte[] body) {
        var sum = new CRC32C();
        sum.update(body);
        return Long.toHexString(sum.getValue()) + "-" + Integer.toHexString(body.length);
    }
}
