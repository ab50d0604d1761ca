package tocsin.server.promapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.promql.parse.Parser;
import tocsin.rules.RuleGroupSpec;
import tocsin.rules.RuleGroupView;
import tocsin.rules.RuleGroupView.RuleView;
import tocsin.rules.RuleSpec;
import tocsin.server.http.HttpServer;
import tocsin.server.http.HttpSettings;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/// The filters and pages of `GET /api/v1/rules`.
final class RulesResourceTest {
    private static final List<RuleGroupView> GROUPS =
            List.of(
                    group("a.yml", "one", alert("Down", "page"), record("job:up", "page")),
                    group("a.yml", "two", alert("Slow", "chat")),
                    group("b.yml", "one", record("job:rate", "none"), alert("Down", "chat")));

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static HttpServer server;

    private static RuleGroupView group(String file, String name, RuleSpec... rules) {
        List<RuleSpec> specs = List.of(rules);
        return new RuleGroupView(
                new RuleGroupSpec(file, name, Optional.empty(), Optional.empty(), 0, specs),
                Duration.ofSeconds(15),
                specs.stream().map(RulesResourceTest::view).toList(),
                Optional.empty(),
                Duration.ZERO,
                List.of());
    }

    private static RuleView view(RuleSpec spec) {
        return new RuleView(
                spec,
                spec.expression(),
                "inactive",
                "ok",
                "",
                Optional.empty(),
                Duration.ZERO,
                List.of(),
                RuleGroupView.History.NONE);
    }

    private static LinkedHashMap<String, String> team(String name) {
        return new LinkedHashMap<>(Map.of("team", name));
    }

    private static RuleSpec alert(String name, String team) {
        return new RuleSpec.Alerting(
                name,
                "up == 0",
                Duration.ZERO,
                Duration.ZERO,
                team(team),
                new LinkedHashMap<>(),
                1);
    }

    private static RuleSpec record(String name, String team) {
        return new RuleSpec.Recording(name, "sum(up)", team(team), 1);
    }

    @BeforeAll
    static void start() throws Exception {
        var conventions = new PromConventions();
        server =
                HttpServer.start(
                        new HttpSettings(
                                List.of(new InetSocketAddress("127.0.0.1", 0)),
                                "",
                                8,
                                Duration.ZERO),
                        List.of(conventions, new RulesResource(() -> GROUPS, Parser::selector)),
                        new PrometheusRegistry());
    }

    @AfterAll
    static void stop() {
        CLIENT.close();
        server.close();
    }

    private HttpResponse<String> get(String query) throws Exception {
        int port = server.addresses().getFirst().getPort();
        var uri = URI.create("http://127.0.0.1:" + port + "/api/v1/rules?" + query);
        return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private JsonNode data(String query) throws Exception {
        HttpResponse<String> answer = get(query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body()).get("data");
    }

    /// `a.yml/one: Down job:up; a.yml/two: Slow`.
    private static String shown(JsonNode data) {
        var groups = new StringJoiner("; ");
        for (JsonNode group : data.get("groups")) {
            var rules = new StringJoiner(" ");
            group.get("rules").forEach(rule -> rules.add(rule.get("name").asText()));
            groups.add(
                    "%s/%s: %s"
                            .formatted(
                                    group.get("file").asText(), group.get("name").asText(), rules));
        }
        return groups.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | a.yml/one: Down job:up; a.yml/two: Slow; b.yml/one: job:rate Down",
                "type=alert | a.yml/one: Down; a.yml/two: Slow; b.yml/one: Down",
                "type=RECORD | a.yml/one: job:up; b.yml/one: job:rate",
                "rule_name[]=Slow&rule_name[]=job:up | a.yml/one: job:up; a.yml/two: Slow",
                "rule_group[]=one | a.yml/one: Down job:up; b.yml/one: job:rate Down",
                "file[]=b.yml | b.yml/one: job:rate Down",
                "file[]=a.yml&rule_group[]=one&type=alert | a.yml/one: Down",
                "match[]={team=%22chat%22} | a.yml/two: Slow; b.yml/one: Down",
                "match[]={team=%22none%22}&match[]={team=~%22pa.%2B%22}"
                        + " | a.yml/one: Down job:up; b.yml/one: job:rate",
                "rule_name[]=Nothing | ''"
            })
    void filtersGoTogetherAndAGroupWithoutRulesIsLeftOut(String query, String expected)
            throws Exception {
        String encoded =
                query.replace("[", "%5B")
                        .replace("]", "%5D")
                        .replace("{", "%7B")
                        .replace("}", "%7D");
        assertThat(shown(data(encoded))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'', false",
        "exclude_alerts=, false",
        "exclude_alerts=true, true",
        "exclude_alerts=TRUE, true",
        "exclude_alerts=1, true",
        "exclude_alerts=t, true",
        "exclude_alerts=0, false",
        "exclude_alerts=False, false"
    })
    void alertsAreLeftOutByAnyWordForTrue(String query, boolean without) throws Exception {
        JsonNode rule = data(query).at("/groups/0/rules/0");
        assertThat(rule.get("alerts").isNull()).isEqualTo(without);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exclude_alerts=Maybe | error converting exclude_alerts: strconv.ParseBool: parsing"
                        + " \\\"maybe\\\": invalid syntax",
                "type=both | not supported value \\\"both\\\"",
                "group_limit=0 | group_limit needs to be greater than 0",
                "group_next_token=x | group_limit needs to be present",
                "group_limit=1&group_next_token=x | invalid group_next_token 'x'",
                "match%5B%5D=%7B | invalid parameter \\\"match[]\\\""
            })
    void whatCannotBeReadIsTold(String query, String error) throws Exception {
        HttpResponse<String> answer = get(query);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"errorType\":\"bad_data\"").contains(error);
    }

    @Test
    void pagesFollowOneAnotherUntilTheLast() throws Exception {
        JsonNode first = data("group_limit=2");
        assertThat(shown(first)).isEqualTo("a.yml/one: Down job:up; a.yml/two: Slow");
        JsonNode last =
                data("group_limit=2&group_next_token=" + first.get("groupNextToken").asText());
        assertThat(shown(last)).isEqualTo("b.yml/one: job:rate Down");
        assertThat(last.has("groupNextToken")).isFalse();
    }
}
