package tocsin.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.Test;

import tocsin.promql.eval.Engine;
import tocsin.promql.eval.EngineMetrics;
import tocsin.promql.eval.EngineOptions;
import tocsin.rules.memory.MemorySeries;
import tocsin.rules.promql.PromqlExpressions;
import tocsin.yaml.Problems;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who waits for whom, inside a group and across groups.
class RuleOrderTest {
    private static List<Rule> rules(String name, String yaml) {
        var expressions =
                new PromqlExpressions(
                        new Engine(
                                new MemorySeries(),
                                EngineOptions.SERVER,
                                Engine.Limits.SERVER,
                                new EngineMetrics(new PrometheusRegistry())));
        var problems = new Problems();
        String file = "groups:\n- name: " + name + "\n  rules:\n" + yaml;
        List<RuleGroupSpec> groups = RuleFile.read("f", file, expressions::compile, problems);
        assertThat(problems.report()).isEmpty();
        return Rule.compile(groups.getFirst(), expressions);
    }

    private static RuleGraph graph(String... named) {
        Map<String, List<Rule>> groups = new LinkedHashMap<>();
        for (int i = 0; i < named.length; i += 2) {
            groups.put(named[i], rules(named[i], named[i + 1]));
        }
        return RuleGraph.of(groups);
    }

    @Test
    void aRuleWaitsForThoseBeforeItThatItReads() {
        int[][] waits =
                RuleOrder.of(
                        rules(
                                "g",
                                """
                                  - {record: a, expr: x}
                                  - {record: b, expr: y}
                                  - {record: c, expr: 'sum(rate(a[5m])) / max_over_time(b[10m:1m])'}
                                  - {alert: D, expr: c > 1}
                                """));
        assertThat(waits).isDeepEqualTo(new int[][] {{}, {}, {0, 1}, {2}});
    }

    @Test
    void aRuleThatIsReadFromBeforeItsPlaceKeepsIt() {
        int[][] waits =
                RuleOrder.of(
                        rules(
                                "g",
                                """
                                  - {record: a, expr: b offset 1m}
                                  - {record: b, expr: x}
                                """));
        assertThat(waits).isDeepEqualTo(new int[][] {{}, {0}});
    }

    @Test
    void alertsAreReadByTheirSeries() {
        int[][] waits =
                RuleOrder.of(
                        rules(
                                "g",
                                """
                                  - {alert: A, expr: x}
                                  - {alert: B, expr: y}
                                  - {record: c, expr: 'count(ALERTS{alertname="A"})'}
                                  - {record: d, expr: 'count({__name__=~"ALERTS.*"})'}
                                """));
        assertThat(waits).isDeepEqualTo(new int[][] {{}, {}, {0}, {0, 1}});
    }

    @Test
    void whoMayReadAnythingWaitsForAll() {
        int[][] waits =
                RuleOrder.of(
                        rules(
                                "g",
                                """
                                  - {record: a, expr: x}
                                  - {record: b, expr: 'count({job="j"})'}
                                  - {record: c, expr: y}
                                  - alert: D
                                    expr: z
                                    annotations: {summary: '{{ with query "a" }}{{ . }}{{ end }}'}
                                """));
        assertThat(waits).isDeepEqualTo(new int[][] {{}, {0}, {1}, {0, 1, 2}});
    }

    @Test
    void twoThatWriteTheSameKeepTheirOrder() {
        int[][] waits =
                RuleOrder.of(
                        rules(
                                "g",
                                """
                                  - {record: a, expr: x, labels: {l: '1'}}
                                  - {record: a, expr: y, labels: {l: '2'}}
                                """));
        assertThat(waits).isDeepEqualTo(new int[][] {{}, {0}});
    }

    @Test
    void aGroupWaitsForGroupsThatRecordWhatItReads() {
        RuleGraph graph =
                graph(
                        "raw", "  - {record: a, expr: x}\n",
                        "sums", "  - {record: 'sum:a', expr: sum(a)}\n",
                        "alerts", "  - {alert: A, expr: '{__name__=~\"sum:.*\"} > 1'}\n");
        assertThat(graph.inputs())
                .containsEntry("raw", Set.of())
                .containsEntry("sums", Set.of("raw"))
                .containsEntry("alerts", Set.of("sums"));
        assertThat(graph.cycles()).isEmpty();
    }

    @Test
    void groupsInACircleDoNotWaitAndAreTold() {
        RuleGraph graph =
                graph(
                        "one", "  - {record: a, expr: c}\n",
                        "two", "  - {record: b, expr: a}\n",
                        "three", "  - {record: c, expr: b}\n",
                        "four", "  - {record: d, expr: c}\n");
        assertThat(graph.cycles()).containsExactly(List.of("one", "three", "two"));
        assertThat(graph.inputs().get("two")).isEmpty();
        assertThat(graph.inputs().get("four")).containsExactly("three");
    }
}
