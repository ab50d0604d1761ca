package tocsin.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tocsin.alert.Alert;
import tocsin.duration.DurationText;
import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.labels.MatcherParser;
import tocsin.outbox.Health;
import tocsin.outbox.Place;
import tocsin.rules.AlertState;
import tocsin.rules.RuleAlert;
import tocsin.rules.RuleGroupSpec;
import tocsin.rules.RuleGroupView;
import tocsin.rules.RuleSpec;
import tocsin.server.api.Alerting.SilenceView;
import tocsin.server.api.Alerting.Status;
import tocsin.server.api.ClusterView;
import tocsin.server.api.FakeAlerting;
import tocsin.server.http.Errors;
import tocsin.server.http.HttpServer;
import tocsin.server.http.HttpSettings;
import tocsin.server.outbox.ReceiverHealth;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

class PagesTest {
    private static final Instant NOW = FakeAlerting.NOW;

    private final FakeAlerting alerting = new FakeAlerting();
    private final FakeRules rules = new FakeRules();
    private final List<UserInterface.Received> received = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    private static final ReceiverHealth.Line FAILING =
            new ReceiverHealth.Line(
                    new Place("team-y", "slack", 0),
                    true,
                    new Health(
                            Optional.of(FakeAlerting.NOW.minusSeconds(7_200)),
                            Optional.of(
                                    new Health.Failure(
                                            FakeAlerting.NOW, "clientError", "400: <no> channel")),
                            5,
                            2,
                            Duration.ofMillis(30)),
                    0,
                    3,
                    1,
                    Duration.ofMinutes(5),
                    Optional.empty());

    @BeforeEach
    void start() throws Exception {
        var pages = new ArrayList<Object>();
        pages.add(new Errors(List.of()));
        pages.addAll(
                UserInterface.pages(
                        new UserInterface.Ports(
                                alerting,
                                () ->
                                        new ClusterView(
                                                "a",
                                                "ready",
                                                List.of(new ClusterView.Peer("a", "127.0.0.1:1"))),
                                rules,
                                new FakeQueries(),
                                new FakeExplaining(),
                                () -> List.copyOf(received),
                                () -> List.of(FAILING),
                                new MatcherParser(MatcherParser.Mode.FALLBACK, "ui")::list,
                                new UserInterface.Build(
                                        NOW, new LinkedHashMap<>(Map.of("Tocsin", "9.9"))),
                                "https://alerts.example")));
        server =
                HttpServer.start(
                        new HttpSettings(
                                List.of(new InetSocketAddress("127.0.0.1", 0)),
                                "/bell",
                                8,
                                Duration.ZERO),
                        pages,
                        new PrometheusRegistry());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private HttpRequest.Builder to(String path) {
        int port = server.addresses().getFirst().getPort();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/bell" + path));
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = to(path);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String form, String... headers)
            throws Exception {
        return send(
                to(path).header("Content-Type", "application/x-www-form-urlencoded")
                        .headers(headers)
                        .POST(BodyPublishers.ofString(form)));
    }

    private void fires(String... labels) {
        fires(Labels.of(labels), Labels.EMPTY);
    }

    private void fires(Labels labels, Labels annotations) {
        alerting.alerts.add(
                new Alert(
                        labels,
                        annotations,
                        NOW.minusSeconds(7200),
                        NOW.plusSeconds(300),
                        NOW,
                        "javascript:alert(1)",
                        false));
    }

    private static int count(String text, String what) {
        return (int) Pattern.compile(Pattern.quote(what)).matcher(text).results().count();
    }

    @Test
    void whatAnAlertSaysIsTextAndNeverMarkup() throws Exception {
        fires(
                Labels.of("alertname", "A", "q", "\"'><script>alert(1)</script>"),
                Labels.of(
                        "summary", "<img src=x onerror=alert(1)>", "more", "javascript:alert(2)"));

        String page = get("/").body();

        assertThat(page).contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;img src");
        assertThat(page).doesNotContain("<script>alert", "<img src=x", "href=\"javascript");
    }

    @Test
    void everyPageForbidsScriptsInLineAndHasNone() throws Exception {
        fires("alertname", "A");
        for (String path :
                List.of("/", "/silences", "/silences/new", "/rules", "/cluster", "/status")) {
            HttpResponse<String> page = get(path);

            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .contains("default-src 'none'", "script-src 'self'")
                    .doesNotContain("unsafe");
            assertThat(page.body()).as(path).doesNotContain("style=", "onclick", "<script>");
        }
    }

    @Test
    void aCardSaysOnceWhatItsAlertsShare() throws Exception {
        fires("alertname", "Slow", "cluster", "eu", "instance", "web-1");
        fires("alertname", "Slow", "cluster", "eu", "instance", "web-2");

        String page = get("/").body();

        assertThat(count(page, "<i>cluster=</i>eu")).isEqualTo(1);
        assertThat(page).contains("<i>instance=</i>web-1", "<i>instance=</i>web-2", "2h ago");
    }

    @Test
    void theFilterDecidesWhatIsShownAndCounted() throws Exception {
        fires("alertname", "Slow", "instance", "web-1");
        fires("alertname", "Slow", "instance", "db-1");

        String page = get("/?filter=instance%3D~%22web.*%22").body();

        assertThat(page).contains("web-1", "<b>1</b> all").doesNotContain("<i>instance=</i>db-1");
        assertThat(get("/?filter=%3D%3D").body())
                .contains("This filter cannot be read", "aria-invalid");
        assertThat(get("/?filter=a%3Db").body()).contains("Nothing matches");
    }

    @Test
    void aSilencedAlertIsCountedAsSuchAndNamesItsSilence() throws Exception {
        alerting.status = new Status("suppressed", List.of(), List.of(), List.of("s-1"));
        fires("alertname", "Slow");

        String page = get("/?state=silenced").body();

        assertThat(page).contains("<b>1</b> silenced", "<b>0</b> firing", "silences/s-1");
        assertThat(get("/?state=firing").body()).contains("Nothing matches");
    }

    @Test
    void theLinksOfThePageAreReadAsTheFilterTheySay() throws Exception {
        fires("alertname", "A");

        assertThat(get("/").body())
                .contains("\"./?state=silenced\"", "\"./?filter=alertname%3D%22A%22\"")
                .doesNotContain("??");
    }

    @Test
    void aHundredThousandAlertsMakeABoundedPage() throws Exception {
        for (int i = 0; i < 100_000; i++) {
            fires("alertname", "Slow", "instance", "i-" + i);
        }

        String cards = get("/").body();
        String table = get("/?view=table&page=1000").body();

        assertThat(cards).contains("<b>100000</b> all", "99992 more").hasSizeLessThan(40_000);
        assertThat(table)
                .contains("99901–100000 of 100000 alerts", "rel=\"prev\"")
                .doesNotContain("rel=\"next\"")
                .hasSizeLessThan(200_000);
    }

    @Test
    void linksClimbToTheRootWhateverThePrefix() throws Exception {
        assertThat(get("/").body()).contains("href=\"./assets/tocsin.css?v=");
        assertThat(get("/silences/new").body()).contains("href=\"../assets/tocsin.css?v=");
    }

    @Test
    void theLivePartComesAloneAndIsNotSentAgainUnchanged() throws Exception {
        fires("alertname", "Slow");

        HttpResponse<String> live = get("/", "X-Tocsin-Live", "1");
        String tag = live.headers().firstValue("ETag").orElseThrow();

        assertThat(live.body()).contains("Slow").doesNotContain("<html");
        assertThat(get("/", "X-Tocsin-Live", "1", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
    }

    @Test
    void anAssetNamedByItsContentIsKeptForEver() throws Exception {
        String link =
                Pattern.compile("assets/tocsin\\.js\\?v=\\w+")
                        .matcher(get("/").body())
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group();

        HttpResponse<String> asset = get("/" + link);
        String tag = asset.headers().firstValue("ETag").orElseThrow();

        assertThat(asset.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        assertThat(get("/assets/tocsin.js").headers().firstValue("Cache-Control").orElse(""))
                .contains("no-cache");
        assertThat(get("/" + link, "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(get("/assets/passwd").statusCode()).isEqualTo(404);
    }

    @Test
    void aFormOfAnotherSiteIsRefused() throws Exception {
        String form = "filter=a%3Db&duration=1h&createdBy=x&comment=y";

        assertThat(post("/silences/new", form, "Origin", "https://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(post("/silences/new", form, "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(403);
        assertThat(post("/silences/new", form, "X-Nothing", "said").statusCode()).isEqualTo(403);
        assertThat(post("/silences/1/expire", "", "Origin", "null").statusCode()).isEqualTo(403);
        assertThat(alerting.silences).isEmpty();
    }

    @Test
    void aFormMakesASilenceAndLeadsToIt() throws Exception {
        String form = "filter=a%3D%22b%22&duration=1h30m&createdBy=ada&comment=why+not";

        HttpResponse<String> made = post("/silences/new", form, "Origin", "https://alerts.example");

        assertThat(made.statusCode()).isEqualTo(303);
        assertThat(made.headers().firstValue("Location"))
                .hasValue("../silences/" + FakeAlerting.ID);
        SilenceView silence = alerting.silences.get(FakeAlerting.ID);
        assertThat(silence.matchers()).containsExactly(Matcher.equal("a", "b"));
        assertThat(silence.endsAt()).isEqualTo(NOW.plus(DurationText.parse("1h30m")));
        assertThat(get("/silences/" + FakeAlerting.ID).body()).contains("why not", "ada");
        assertThat(get("/silences/" + FakeAlerting.ID + "/edit").body())
                .contains("a=&quot;b&quot;", "1h30m");
    }

    @Test
    void aFormThatIsWrongComesBackWithTheReasonBesideTheField() throws Exception {
        String form = "filter=a%3D~%22(%22&duration=soon&createdBy=ada&comment=c&starts=monday";

        HttpResponse<String> again = post("/silences/new", form, "Sec-Fetch-Site", "same-origin");

        assertThat(again.statusCode()).isEqualTo(422);
        assertThat(again.body())
                .contains("not a valid duration string", "not a time: &quot;monday&quot;", "ada")
                .contains("id=\"filter-wrong\"");
    }

    @Test
    void theFormShowsWhatItWouldMute() throws Exception {
        fires("alertname", "Slow", "instance", "web-1");
        fires("alertname", "Slow", "instance", "db-1");

        String page = get("/silences/new?filter=instance%3D%22db-1%22").body();

        assertThat(page).contains("Matches 1 of 2 alerts", "db-1").doesNotContain("web-1");
    }

    private static RuleGroupView group(RuleSpec spec, RuleAlert alert) {
        var rule =
                new RuleGroupView.RuleView(
                        spec,
                        "latency > 1",
                        "pending",
                        "err",
                        "too many samples",
                        Optional.of(NOW),
                        Duration.ofMillis(2),
                        List.of(alert),
                        RuleGroupView.History.NONE);
        return new RuleGroupView(
                new RuleGroupSpec(
                        "web.yml", "web", Optional.empty(), Optional.empty(), 0, List.of(spec)),
                Duration.ofSeconds(30),
                List.of(rule),
                Optional.of(NOW),
                Duration.ofMillis(3),
                List.of());
    }

    @Test
    void rulesAreShownWithTheirAlertsAndWhatFailed() throws Exception {
        assertThat(get("/rules").body()).contains("No rule files are loaded");
        var spec =
                new RuleSpec.Alerting(
                        "Slow",
                        "latency > 1",
                        Duration.ofMinutes(5),
                        Duration.ZERO,
                        new LinkedHashMap<>(),
                        new LinkedHashMap<>(),
                        3);
        var alert =
                new RuleAlert(
                        Labels.of("alertname", "Slow", "instance", "web-1"),
                        Labels.EMPTY,
                        1.5,
                        Optional.of(new AlertState.Pending(NOW.minusSeconds(30))),
                        Optional.empty(),
                        NOW);
        rules.add(group(spec, alert));

        String page = get("/rules").body();

        assertThat(page)
                .contains("latency &gt; 1", "web.yml", "too many samples", "<i>for </i>5m")
                .contains("value 1.5", "30s ago");
        assertThat(get("/rules?state=firing").body()).contains("Nothing matches");
    }

    @Test
    void theReceiversPageShowsWhatTheDemoGot() throws Exception {
        received.add(new UserInterface.Received(NOW, "team-x", "firing", "Slow (1)", "{\"a\": 1}"));

        assertThat(get("/receivers").body())
                .contains("team-y", "Slow (1)", "&quot;a&quot;: 1")
                .contains("team-y/slack[0]", "failing", "2h ago", "400: &lt;no&gt; channel");
    }
}
