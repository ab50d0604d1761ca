package tocsin.benchmarks.words;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

import tocsin.gotemplate.Limits;
import tocsin.labels.Labels;
import tocsin.template.GoTemplates;
import tocsin.template.TemplateData;
import tocsin.template.TemplateData.AlertFacts;
import tocsin.template.TemplateData.Facts;
import tocsin.template.TemplateException;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The default Slack message: every field that `slack_configs` fills in where the file says
/// nothing, from facts to texts, on one thread. The data that templates see is made anew each time,
/// as it is for a notification.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class SlackWords {
    private static final List<String> FIELDS =
            List.of(
                    "username",
                    "iconemoji",
                    "iconurl",
                    "title",
                    "titlelink",
                    "pretext",
                    "text",
                    "fallback",
                    "callbackid",
                    "footer",
                    "color");

    /// How many alerts the group has.
    @Param({"2", "50"})
    public int alerts;

    private List<String> templates = List.of();
    private GoTemplates go;
    private Facts facts;

    /// Templates that have not been seen yet, and a group.
    public SlackWords() {
        try {
            go = GoTemplates.load(List.of(), InstantSource.system(), Limits.DEFAULT);
        } catch (TemplateException e) {
            throw new IllegalStateException(e);
        }
        facts = facts(1);
    }

    /// The group of this run.
    @Setup
    public void fill() {
        templates =
                FIELDS.stream()
                        .map(field -> "{{ template \"slack.default." + field + "\" . }}")
                        .toList();
        facts = facts(alerts);
    }

    private static Facts facts(int alerts) {
        var all = new ArrayList<AlertFacts>();
        for (int i = 0; i < alerts; i++) {
            all.add(alert(i));
        }
        Labels common =
                Labels.of(Map.of("alertname", "HighCPU", "job", "node", "severity", "critical"));
        return new Facts(
                "team\\.x",
                "firing",
                all,
                "first notification",
                Labels.of(Map.of("alertname", "HighCPU")),
                common,
                Labels.EMPTY,
                Labels.EMPTY,
                "http://am.example:9093");
    }

    private static AlertFacts alert(int number) {
        return new AlertFacts(
                "firing",
                Labels.of(
                        Map.of(
                                "alertname",
                                "HighCPU",
                                "instance",
                                "host" + number + ":9100",
                                "job",
                                "node",
                                "severity",
                                "critical")),
                Labels.of(Map.of("summary", "CPU high on host" + number)),
                ZonedDateTime.of(2026, 8, 16, 10, 0, 0, 0, ZoneOffset.UTC),
                Optional.empty(),
                "http://prom/graph?g0.expr=up",
                "00000000000000aa");
    }

    /// One message.
    @Benchmark
    public void message(Blackhole hole) throws TemplateException {
        TemplateData data = TemplateData.of(facts);
        for (String template : templates) {
            hole.consume(go.expandText(template, data));
        }
    }
}
