package tocsin.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.alert.AlertPool;
import tocsin.labels.LabelNames;
import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.server.http.Errors;
import tocsin.server.http.HttpServer;
import tocsin.server.http.HttpSettings;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

class ApiV2Test {
    private static final AlertBounds BOUNDS = new AlertBounds(3, 20, 190, 201);
    private static final Function<String, Matcher> MATCHERS =
            text -> {
                String[] sides = text.split("=", 2);
                if (sides.length < 2) {
                    throw new IllegalArgumentException("bad matcher format: " + text);
                }
                return Matcher.equal(sides[0], sides[1].replace("\"", ""));
            };

    private final FakeAlerting alerting = new FakeAlerting();
    private final HttpClient client = HttpClient.newHttpClient();
    private final PrometheusRegistry metrics = new PrometheusRegistry();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        var conventions = new Conventions();
        var received = new ApiMetrics(metrics);
        server =
                HttpServer.start(
                        new HttpSettings(
                                List.of(new InetSocketAddress("127.0.0.1", 0)),
                                "",
                                8,
                                Duration.ZERO),
                        List.of(
                                new Errors(List.of(conventions)),
                                conventions,
                                new AlertsShortcut(alerting, new AlertPool(), BOUNDS, received),
                                new AlertsResource(
                                        alerting, MATCHERS, LabelNames::isUtf8, BOUNDS, received),
                                new GroupsResource(alerting, MATCHERS),
                                new SilencesResource(alerting, MATCHERS, LabelNames::isUtf8),
                                new SilenceResource(alerting),
                                new StatusResource(
                                        alerting,
                                        () ->
                                                new ClusterView(
                                                        "a",
                                                        "ready",
                                                        List.of(
                                                                new ClusterView.Peer(
                                                                        "a", "127.0.0.1:1"))),
                                        MATCHERS,
                                        "0.34.0")),
                        metrics);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder to(String path) {
        int port = server.addresses().getFirst().getPort();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v2" + path));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(to(path));
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(
                to(path).header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String alert(String name, String annotation) {
        return "{\"labels\":{\"alertname\":\"%s\"},\"annotations\":{\"a\":\"%s\"}}"
                .formatted(name, annotation);
    }

    @Test
    void anAlertThatIsTooLargeIsRefusedByNameAndTheOthersAreTaken() throws Exception {
        // Just within the bound: 9 + 1 of the label, 1 + 190 of the annotation.
        String largest = alert("B", "é".repeat(95));
        String tooLarge = alert("CC", "é".repeat(95));
        assertThat(post("/alerts", "[" + largest + "]").statusCode()).isEqualTo(200);

        HttpResponse<String> answer = post("/alerts", "[" + alert("A", "") + "," + tooLarge + "]");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo(
                        "\"alert 1 {alertname=\\\"CC\\\"}: labels, annotations and generatorURL of"
                                + " 202 bytes, there may be 201 (--alerts.max-size-bytes)\"\n");
        assertThat(alerting.alerts)
                .extracting(alert -> alert.labels().get("alertname"))
                .containsExactly("B", "A");
    }

    @Test
    void anAlertWithTooManyLabelsIsRefused() throws Exception {
        HttpResponse<String> answer =
                post(
                        "/alerts",
                        """
                        [{"labels":{"alertname":"A","b":"1","c":"2","d":"3"}}]
                        """);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("4 labels and 0 annotations, of each there may be 3");
        assertThat(alerting.alerts).isEmpty();
        CounterSnapshot refused =
                (CounterSnapshot) metrics.scrape("tocsin_alerts_oversized"::equals).get(0);
        assertThat(refused.getDataPoints())
                .extracting(point -> point.getLabels() + " " + point.getValue())
                .contains("{reason=\"labels\"} 1.0", "{reason=\"size\"} 0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[%s,%s]", "[%s, %s,{\"labels\":{}}]", "[%s,%s] "})
    void whatThereIsNoRoomForIsTold(String body) throws Exception {
        alerting.room = 1;
        HttpResponse<String> answer =
                post("/alerts", body.formatted(alert("A", ""), alert("B", "")));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("1 of 2 alerts left out: there are too many");
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/json");
        assertThat(alerting.alerts).hasSize(1);
    }

    @Test
    void anAlertIsTakenAndShownFieldByField() throws Exception {
        HttpResponse<String> taken =
                post(
                        "/alerts",
                        """
                        [{"labels":{"alertname":"A","empty":"","job":"n"},
                          "annotations":{"summary":"<hot>"},
                          "startsAt":"2026-01-02T03:00:00+00:00",
                          "endsAt":"2026-01-02T03:10:00.5Z",
                          "generatorURL":"http://prom/graph?g0={a}","what":[1,{"x":2}]}]
                        """);
        assertThat(taken.statusCode()).isEqualTo(200);
        assertThat(taken.body()).isEmpty();

        HttpResponse<String> shown = get("/alerts");

        assertThat(shown.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/json");
        assertThat(shown.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(shown.body())
                .isEqualTo(
                        """
                        [{"annotations":{"summary":"<hot>"},"endsAt":"2026-01-02T03:10:00.500Z",\
                        "fingerprint":"%s","receivers":[{"name":"team-x"}],\
                        "startsAt":"2026-01-02T03:00:00.000Z",\
                        "status":{"inhibitedBy":[],"mutedBy":[],"silencedBy":[],"state":"active"},\
                        "updatedAt":"2026-01-02T03:04:05.678Z",\
                        "generatorURL":"http://prom/graph?g0={a}",\
                        "labels":{"alertname":"A","job":"n"}}]
                        """
                                .formatted(Labels.of("alertname", "A", "job", "n").fingerprint()));
    }

    @Test
    void timesThatNobodyGaveAreFilledIn() throws Exception {
        post("/alerts", "[{\"labels\":{\"a\":\"b\"},\"startsAt\":\"0001-01-01T00:00:00.000Z\"}]");
        post("/alerts", "[{\"labels\":{\"a\":\"b\"},\"endsAt\":\"2026-01-01T00:00:00Z\"}]");

        var open = alerting.alerts.get(0);
        assertThat(open.startsAt()).isEqualTo(FakeAlerting.NOW);
        assertThat(open.endsAt()).isEqualTo(FakeAlerting.NOW.plusSeconds(300));
        assertThat(open.timedOut()).isTrue();
        var ended = alerting.alerts.get(1);
        assertThat(ended.startsAt()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(ended.timedOut()).isFalse();
    }

    @Test
    void alertsThatCannotBeAreToldOfAndTheOthersTaken() throws Exception {
        HttpResponse<String> answer =
                post(
                        "/alerts",
                        """
                        [{"labels":{"a":"b"}},{"labels":{}},
                         {"labels":{"a":"c"},"startsAt":"2026-01-02T00:00:00Z","endsAt":"2026-01-01T00:00:00Z"}]
                        """);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo(
                        "\"at least one label pair required\\nstart time must be before end"
                                + " time\"\n");
        assertThat(alerting.alerts).hasSize(1);
    }

    @Test
    void aBodyThatIsNoneOfTheApisIsRefusedInTheFrameworksShape() throws Exception {
        HttpResponse<String> malformed = post("/alerts", "[{]");
        assertThat(malformed.statusCode()).isEqualTo(400);
        assertThat(malformed.body())
                .startsWith(
                        "{\"code\":400,\"message\":\"parsing alerts body from \\\"\\\" failed,"
                                + " because ");
        assertThat(post("/alerts", "[{\"labels\":{\"a\":1}}]").statusCode()).isEqualTo(400);
        assertThat(post("/alerts", "").body())
                .isEqualTo("{\"code\":602,\"message\":\"alerts in body is required\"}");
        assertThat(post("/alerts", "[{\"annotations\":{}}]").body())
                .isEqualTo("{\"code\":602,\"message\":\"0.labels in body is required\"}");
        HttpResponse<String> uri =
                post("/alerts", "[{\"labels\":{\"a\":\"b\"},\"generatorURL\":\"x y\"}]");
        assertThat(uri.statusCode()).isEqualTo(422);
        assertThat(uri.body())
                .isEqualTo(
                        "{\"code\":601,\"message\":\"0.generatorURL in body must be of type uri:"
                                + " \\\"x y\\\"\"}");
        assertThat(post("/alerts", "[]").statusCode()).isEqualTo(200);
    }

    @Test
    void pathsMethodsAndMediaTypesAreRefusedAsUpstreamsFrameworkDoes() throws Exception {
        HttpResponse<String> path = get("/nothing");
        assertThat(path.statusCode()).isEqualTo(404);
        assertThat(path.body())
                .isEqualTo("{\"code\":404,\"message\":\"path /api/v2/nothing was not found\"}");
        HttpResponse<String> method = send(to("/alerts").PUT(BodyPublishers.noBody()));
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.body())
                .isEqualTo(
                        "{\"code\":405,\"message\":\"method PUT is not allowed, but [GET,POST]"
                                + " are\"}");
        assertThat(method.headers().firstValue("Allow")).contains("GET,POST");
        HttpResponse<String> type = send(to("/alerts").POST(BodyPublishers.ofString("[]")));
        assertThat(type.statusCode()).isEqualTo(415);
        assertThat(type.body()).contains("unsupported media type \\\"application/octet-stream\\\"");
        assertThat(send(to("/alerts").header("Accept", "text/html")).statusCode()).isEqualTo(406);
        assertThat(send(to("/alerts").method("HEAD", BodyPublishers.noBody())).statusCode())
                .isEqualTo(405);
    }

    @Test
    void alertsAreFilteredByMatchersReceiverAndState() throws Exception {
        post("/alerts", "[{\"labels\":{\"a\":\"b\"}},{\"labels\":{\"a\":\"c\"}}]");

        assertThat(get("/alerts?filter=" + encoded("a=\"b\"")).body()).contains("\"b\"");
        assertThat(get("/alerts?filter=" + encoded("a=\"x\"")).body()).isEqualTo("[]\n");
        assertThat(get("/alerts?receiver=team-y").body()).isEqualTo("[]\n");
        assertThat(get("/alerts?receiver=team-.").body()).isNotEqualTo("[]\n");
        assertThat(get("/alerts?active=false").body()).isEqualTo("[]\n");
        HttpResponse<String> bad = get("/alerts?filter=nonsense");
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body()).isEqualTo("\"bad matcher format: nonsense\"\n");
        assertThat(get("/alerts?receiver=" + encoded("(")).body())
                .startsWith("\"failed to parse receiver param: error parsing regexp: missing");
    }

    @Test
    void groupsHoldTheirAlerts() throws Exception {
        assertThat(get("/alerts/groups").body()).isEqualTo("[]\n");
        post("/alerts", "[{\"labels\":{\"alertname\":\"A\"}}]");
        assertThat(get("/alerts/groups").body())
                .endsWith(
                        "\"labels\":{\"alertname\":\"A\"},\"receiver\":{\"name\":\"team-x\"},"
                                + "\"routeLabels\":{}}]\n");
    }

    @Test
    void aSilenceIsMadeShownAndEnded() throws Exception {
        HttpResponse<String> made =
                post(
                        "/silences",
                        """
                        {"matchers":[{"name":"foo","value":"bar","isRegex":false}],
                         "startsAt":"0001-01-01T00:00:00Z","endsAt":"2026-01-02T04:00:00Z",
                         "createdBy":"me","comment":""}
                        """);
        assertThat(made.body()).isEqualTo("{\"silenceID\":\"" + FakeAlerting.ID + "\"}\n");
        String shown =
                """
                {"id":"%s","status":{"state":"active"},"updatedAt":"2026-01-02T03:04:05.678Z",\
                "comment":"","createdBy":"me","endsAt":"2026-01-02T04:00:00.000Z",\
                "matchers":[{"isEqual":true,"isRegex":false,"name":"foo","value":"bar"}],\
                "startsAt":"2026-01-02T03:04:05.678Z"}\
                """
                        .formatted(FakeAlerting.ID);
        assertThat(get("/silences").body()).isEqualTo("[" + shown + "]\n");
        assertThat(get("/silence/" + FakeAlerting.ID).body()).isEqualTo(shown + "\n");
        assertThat(get("/silences?active=false").body()).isEqualTo("[]\n");
        assertThat(get("/silences?filter=" + encoded("foo=\"bar\"")).body()).contains("\"bar\"");
        assertThat(get("/silences?filter=" + encoded("foo=\"baz\"")).body()).isEqualTo("[]\n");
        assertThat(send(to("/silence/" + FakeAlerting.ID).DELETE()).statusCode()).isEqualTo(200);
        HttpResponse<String> gone = get("/silence/" + FakeAlerting.ID);
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(gone.body()).isEmpty();
        assertThat(get("/silence/x").body())
                .isEqualTo(
                        "{\"code\":601,\"message\":\"silenceID in path must be of type uuid:"
                                + " \\\"x\\\"\"}");
    }

    @Test
    void aSilenceThatCannotBeIsRefusedInOrderOfTheChecks() throws Exception {
        assertThat(post("/silences", "{}").body()).contains("\"code\":602");
        assertThat(silence("[]", "2026-01-03T00:00:00Z", "").body()).contains("\"code\":612");
        String matchers = "[{\"name\":\"a\",\"value\":\"b\",\"isRegex\":false}]";
        assertThat(silence(matchers, "2026-01-01T00:00:00Z", "").body())
                .isEqualTo("\"Failed to create silence: start time must be before end time\"\n");
        assertThat(silence(matchers, "2026-01-02T03:00:00Z", "").body())
                .isEqualTo("\"Failed to create silence: end time can't be in the past\"\n");
        HttpResponse<String> unknown = silence(matchers, "2026-01-03T00:00:00Z", "\"id\":\"no\",");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).isEqualTo("\"silence not found\"\n");
    }

    private HttpResponse<String> silence(String matchers, String end, String more)
            throws Exception {
        return post(
                "/silences",
                """
                {%s"matchers":%s,"startsAt":"2026-01-02T00:00:00Z","endsAt":"%s",
                 "createdBy":"me","comment":"c"}
                """
                        .formatted(more, matchers, end));
    }

    @Test
    void statusAndReceiversAreAsAmtoolWantsThem() throws Exception {
        assertThat(get("/status").body())
                .startsWith(
                        """
                        {"cluster":{"name":"a","peers":[{"address":"127.0.0.1:1","name":"a"}],\
                        "status":"ready"},"config":{"original":"route:\\n  receiver: team-x\\n"},\
                        "uptime":"2026-01-02T03:04:05.678Z","versionInfo":{\
                        """)
                .contains("\"version\":\"0.34.0\"");
        assertThat(get("/receivers?receiver_matchers=" + encoded("name=\"team-y\"")).body())
                .isEqualTo("[{\"labels\":{\"name\":\"team-y\"},\"name\":\"team-y\"}]\n");
    }

    @Test
    void otherOriginsMayReadAndPost() throws Exception {
        HttpResponse<String> read = send(to("/receivers").header("Origin", "http://x"));
        assertThat(read.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(read.headers().firstValue("Vary")).contains("Origin");
        HttpResponse<String> preflight =
                send(
                        to("/alerts")
                                .header("Origin", "http://x")
                                .header("Access-Control-Request-Method", "POST")
                                .method("OPTIONS", BodyPublishers.noBody()));
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods")).contains("POST");
    }
}
