package tocsin.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tocsin.labels.Labels;
import tocsin.server.api.FakeAlerting;
import tocsin.server.http.Errors;
import tocsin.server.http.HttpServer;
import tocsin.server.http.HttpSettings;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

class GraphPagesTest {
    private static final Instant NOW = FakeAlerting.NOW;

    private final FakeQueries queries = new FakeQueries();
    private final FakeExplaining explaining = new FakeExplaining();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        var assets = new Assets();
        var render = new Rendering(assets);
        server =
                HttpServer.start(
                        new HttpSettings(
                                List.of(new InetSocketAddress("127.0.0.1", 0)),
                                "",
                                8,
                                Duration.ZERO),
                        List.of(
                                new Errors(List.of()),
                                assets,
                                new GraphPage(queries, () -> NOW, Double::toString, render, assets),
                                new WhyPage(explaining, () -> NOW, render)),
                        new PrometheusRegistry());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        int port = server.addresses().getFirst().getPort();
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                BodyHandlers.ofString());
    }

    @Test
    void theExpressionBrowserShowsATableAndTakesUpstreamsLinks() throws Exception {
        queries.vector(Labels.of("__name__", "up", "job", "<b>"), 1.5);

        String page = get("/graph?g0.expr=up%7Bjob%3D%22a%22%7D&g0.tab=1").body();

        assertThat(page)
                .contains("up{job=&quot;a&quot;}", "<code>1.5</code>", "&lt;b&gt;")
                .doesNotContain("<b>&lt;b", "<svg viewBox");
        assertThat(queries.asked()).containsExactly("up{job=\"a\"} @ " + NOW);
    }

    @Test
    void theExpressionBrowserDrawsAGraph() throws Exception {
        queries.vector(Labels.of("__name__", "up"), 3);

        String page =
                get("/graph?g0.expr=up&g0.tab=0&g0.range_input=30m&g0.end_input=2026-01-02+03:04")
                        .body();

        assertThat(page).contains("<svg viewBox", "class=\"curve c0\"", "graph.js");
        assertThat(queries.asked())
                .containsExactly("up 2026-01-02T02:34:00Z to 2026-01-02T03:04:00Z each PT7S");
    }

    @Test
    void theExpressionBrowserSaysWhatIsWrong() throws Exception {
        queries.refuse("1:3: parse error: unexpected <eof>");

        assertThat(get("/graph?g0.expr=up%2B").body())
                .contains("1:3: parse error: unexpected &lt;eof&gt;")
                .doesNotContain("an empty result");
        assertThat(get("/graph?g0.expr=up&g0.range_input=soon").body())
                .contains("range: expected a duration such as 1h30m, got &quot;soon&quot;");
        assertThat(get("/graph").body()).contains("Ask for something");
    }

    @Test
    void whySomebodyWasNotPagedIsAPage() throws Exception {
        assertThat(get("/alerts/00000000000000aa/why").body()).contains("Nothing is known of");

        explaining.happened(NOW.minusSeconds(90), "nobody was told: <silenced>");

        assertThat(get("/alerts/00000000000000aa/why").body())
                .contains("forgotten", "nobody was told: &lt;silenced&gt;", "1m 30s ago");
    }
}
