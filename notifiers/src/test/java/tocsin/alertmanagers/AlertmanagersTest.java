package tocsin.alertmanagers;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;

import org.junit.jupiter.api.Test;

import tocsin.alert.Alert;
import tocsin.alertmanagers.AlertmanagerSet.Endpoint;
import tocsin.alertmanagers.Alertmanagers.Limits;
import tocsin.alertmanagers.Alertmanagers.Ready;
import tocsin.alertmanagers.Discovery.TargetGroup;
import tocsin.http.HttpSettings;
import tocsin.labels.Labels;
import tocsin.loop.VirtualLoop;
import tocsin.relabel.RelabelReader;
import tocsin.relabel.RelabelRule;
import tocsin.yaml.Fields;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlReader;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// Alerts on their way to Alertmanagers elsewhere, in virtual time: requests run when the test
/// says.
final class AlertmanagersTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Labels EXTERNAL = Labels.of("cluster", "eu", "severity", "low");

    private final VirtualLoop loop = new VirtualLoop(START);
    private final ArrayDeque<Runnable> requests = new ArrayDeque<>();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final List<String> posted = new ArrayList<>();
    private int status = 200;
    private List<TargetGroup> found = List.of(group("am1:9093", "am2:9093"));
    private boolean lookupFails;

    private Alertmanagers sender(Limits limits) {
        return new Alertmanagers(loop, requests::add, limits, new AlertmanagersMetrics(registry));
    }

    private static TargetGroup group(String... targets) {
        return new TargetGroup(List.of(targets), Labels.EMPTY);
    }

    private static List<RelabelRule> rules(String items) {
        var problems = new Problems();
        Fields top =
                Fields.of(
                        YamlReader.read("t", "r: [" + items + "]", problems).orElseThrow(),
                        problems);
        List<RelabelRule> rules = RelabelReader.read(top, "r");
        assertThat(problems.report()).isEmpty();
        return rules;
    }

    private Ready ready(String relabel, String alertRelabel) {
        var discovery = new Discovery.Files(java.nio.file.Path.of("/"), List.of("a.yml"), MINUTE);
        var set =
                new AlertmanagerSet(
                        new Endpoint("http", "/am/", Duration.ofSeconds(10)),
                        HttpSettings.DEFAULT,
                        List.of(discovery),
                        rules(relabel),
                        rules(alertRelabel));
        return new Ready(set, this::post, List.of(this::find));
    }

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private List<TargetGroup> find() throws IOException {
        if (lookupFails) {
            throw new IOException("no such name");
        }
        return found;
    }

    private int post(URI url, byte[] body, Duration timeout) throws IOException {
        posted.add(url + " " + new String(body, StandardCharsets.UTF_8).strip());
        if (status == 0) {
            throw new IOException("connection refused");
        }
        return status;
    }

    private void settle() {
        loop.settle();
        while (!requests.isEmpty()) {
            requests.remove().run();
            loop.settle();
        }
    }

    private static Alert alert(String name) {
        return new Alert(
                Labels.of("alertname", name, "severity", "high"),
                Labels.of("summary", "a < b"),
                START,
                START.plusSeconds(240),
                START,
                "http://here/graph?g0.expr=up&g0.tab=1",
                false);
    }

    private static List<Alert> alerts(int count) {
        return IntStream.range(0, count).mapToObj(i -> alert("a" + i)).toList();
    }

    private double counter(String name, String url) {
        return registry.scrape(each -> each.equals("prometheus_notifications_" + name)).stream()
                .map(CounterSnapshot.class::cast)
                .flatMap(snapshot -> snapshot.getDataPoints().stream())
                .filter(point -> point.getLabels().get("alertmanager").equals(url))
                .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
                .sum();
    }

    private double gauge(String name) {
        return registry.scrape(each -> each.equals("prometheus_notifications_" + name)).stream()
                .map(GaugeSnapshot.class::cast)
                .flatMap(snapshot -> snapshot.getDataPoints().stream())
                .mapToDouble(GaugeSnapshot.GaugeDataPointSnapshot::getValue)
                .sum();
    }

    @Test
    void everyAlertmanagerGetsEveryAlertInUpstreamsForm() {
        Alertmanagers sender = sender(Limits.DEFAULT);
        sender.use(List.of(), List.of(ready("", "")));
        settle();
        sender.send(List.of(alert("Down")), EXTERNAL);
        settle();
        String body =
                "[{\"annotations\":{\"summary\":\"a \\u003c b\"},"
                        + "\"endsAt\":\"2026-01-02T03:08:05.678Z\","
                        + "\"startsAt\":\"2026-01-02T03:04:05.678Z\","
                        + "\"generatorURL\":\"http://here/graph?g0.expr=up\\u0026g0.tab=1\","
                        + "\"labels\":{\"alertname\":\"Down\",\"cluster\":\"eu\","
                        + "\"severity\":\"high\"}}]";
        assertThat(posted)
                .containsExactly(
                        "http://am1:9093/am/api/v2/alerts " + body,
                        "http://am2:9093/am/api/v2/alerts " + body);
        assertThat(counter("sent", "http://am1:9093/am/api/v2/alerts")).isEqualTo(1);
        assertThat(gauge("alertmanagers_discovered")).isEqualTo(2);
        assertThat(gauge("queue_capacity")).isEqualTo(10_000);
    }

    @Test
    void alertsAreRelabelledForAllAndForASet() {
        Alertmanagers sender = sender(Limits.DEFAULT);
        found = List.of(group("am1"));
        sender.use(
                rules("{action: labeldrop, regex: cluster}"),
                List.of(
                        ready("", "{action: drop, source_labels: [alertname], regex: Quiet}"),
                        ready("", "{target_label: seen, replacement: second}")));
        settle();
        sender.send(List.of(alert("Quiet"), alert("Loud")), EXTERNAL);
        settle();
        assertThat(posted).hasSize(2);
        assertThat(posted.getFirst())
                .contains("{\"alertname\":\"Loud\",\"severity\":\"high\"}")
                .doesNotContain("Quiet")
                .doesNotContain("cluster");
        assertThat(posted.getLast()).contains("Quiet").contains("\"seen\":\"second\"");
    }

    @Test
    void whatRelabellingDropsIsToldButNotSentTo() {
        Alertmanagers sender = sender(Limits.DEFAULT);
        found = List.of(group("am1:9093", "user:word@am3:1", "bad/name", "am2:9093"));
        sender.use(
                List.of(),
                List.of(
                        ready(
                                "{action: drop, source_labels: [__address__], regex: 'am2:.*'}",
                                "")));
        settle();
        CompletableFuture<Alertmanagers.View> view = sender.view();
        settle();
        assertThat(view.join().active())
                .containsExactly(
                        "http://am1:9093/am/api/v2/alerts", "http://am3:1/am/api/v2/alerts");
        assertThat(view.join().dropped()).containsExactly("http://am2:9093/am/api/v2/alerts");
    }

    @Test
    void oneRequestAtATimeAndTheRestInBatches() {
        Alertmanagers sender = sender(new Limits(100, 2, true));
        found = List.of(group("am1"));
        sender.use(List.of(), List.of(ready("", "")));
        settle();
        sender.send(alerts(5), Labels.EMPTY);
        loop.settle();
        assertThat(requests).hasSize(1);
        assertThat(gauge("queue_length")).isEqualTo(3);
        settle();
        assertThat(posted).hasSize(3);
        assertThat(posted.getLast()).contains("a4").doesNotContain("a3");
        assertThat(gauge("queue_length")).isZero();
    }

    @Test
    void aFullQueueLosesItsOldest() {
        Alertmanagers sender = sender(new Limits(3, 1, true));
        found = List.of(group("am1"));
        sender.use(List.of(), List.of(ready("", "")));
        settle();
        sender.send(alerts(5), Labels.EMPTY);
        loop.settle();
        sender.send(List.of(alert("b0"), alert("b1")), Labels.EMPTY);
        settle();
        // a2 was under way when b0 and b1 came; a3 had to make room.
        assertThat(posted.stream().map(each -> each.replaceAll(".*alertname\":\"(..).*", "$1")))
                .containsExactly("a2", "a4", "b0", "b1");
        assertThat(counter("dropped", "http://am1/am/api/v2/alerts")).isEqualTo(3);
    }

    @Test
    void whatFailsIsLetGoAndCounted() {
        Alertmanagers sender = sender(Limits.DEFAULT);
        found = List.of(group("am1"));
        sender.use(List.of(), List.of(ready("", "")));
        settle();
        status = 503;
        sender.send(alerts(2), Labels.EMPTY);
        settle();
        status = 0;
        sender.send(alerts(1), Labels.EMPTY);
        settle();
        assertThat(posted).hasSize(2);
        assertThat(counter("errors", "http://am1/am/api/v2/alerts")).isEqualTo(3);
        assertThat(counter("dropped", "http://am1/am/api/v2/alerts")).isEqualTo(3);
        assertThat(counter("sent", "http://am1/am/api/v2/alerts")).isZero();
    }

    @Test
    void theyAreLookedUpAgainAndThoseGoneAreSentWhatWaits() {
        Alertmanagers sender = sender(new Limits(100, 1, true));
        sender.use(List.of(), List.of(ready("", "")));
        settle();
        sender.send(alerts(2), Labels.EMPTY);
        loop.settle();
        found = List.of(group("am2:9093"));
        loop.advance(MINUTE);
        settle();
        assertThat(posted).filteredOn(each -> each.contains("am1")).hasSize(2);
        sender.send(alerts(1), Labels.EMPTY);
        settle();
        assertThat(posted).filteredOn(each -> each.contains("am1")).hasSize(2);
        assertThat(posted).filteredOn(each -> each.contains("am2")).hasSize(3);
        assertThat(counter("sent", "http://am1:9093/am/api/v2/alerts")).isZero(); // forgotten
        assertThat(gauge("alertmanagers_discovered")).isEqualTo(1);
    }

    @Test
    void thoseFoundLastGoOnWhenTheLookupFails() {
        Alertmanagers sender = sender(Limits.DEFAULT);
        sender.use(List.of(), List.of(ready("", "")));
        settle();
        lookupFails = true;
        loop.advance(MINUTE);
        settle();
        sender.send(alerts(1), Labels.EMPTY);
        settle();
        assertThat(posted).hasSize(2);
        lookupFails = false;
        found = List.of(group("am9"));
        loop.advance(MINUTE);
        settle();
        sender.send(alerts(1), Labels.EMPTY);
        settle();
        assertThat(posted).hasSize(3);
    }

    @Test
    void aReloadKeepsTheQueuesOfWhatIsTheSame() {
        Alertmanagers sender = sender(new Limits(100, 1, true));
        found = List.of(group("am1"));
        sender.use(List.of(), List.of(ready("", "")));
        settle();
        sender.send(alerts(3), Labels.EMPTY);
        loop.settle();
        sender.use(List.of(), List.of(ready("", "")));
        loop.settle();
        assertThat(requests).hasSize(1); // still one request: no second sender to the same
        assertThat(gauge("queue_length")).isEqualTo(2);
        settle();
        assertThat(posted).hasSize(3);
    }

    @Test
    void theEndSendsWhatWaits() {
        Alertmanagers sender = sender(new Limits(100, 1, true));
        sender.use(List.of(), List.of(ready("", "")));
        settle();
        sender.send(alerts(3), Labels.EMPTY);
        CompletableFuture<Void> stopped = sender.stop();
        loop.settle();
        assertThat(stopped).isNotDone();
        sender.send(alerts(3), Labels.EMPTY); // too late
        settle();
        assertThat(stopped).isDone();
        assertThat(posted).hasSize(6);
    }

    @Test
    void orDropsItWhenToldSo() {
        Alertmanagers sender = sender(new Limits(100, 1, false));
        found = List.of(group("am1"));
        sender.use(List.of(), List.of(ready("", "")));
        settle();
        sender.send(alerts(3), Labels.EMPTY);
        CompletableFuture<Void> stopped = sender.stop();
        loop.settle();
        assertThat(stopped).isNotDone(); // one request is under way
        settle();
        assertThat(stopped).isDone();
        assertThat(posted).hasSize(1);
    }

    @Test
    void nobodyToSendToIsNoTrouble() {
        Alertmanagers sender = sender(Limits.DEFAULT);
        sender.send(alerts(1), Labels.EMPTY);
        CompletableFuture<Void> stopped = sender.stop();
        settle();
        assertThat(stopped).isDone();
        assertThat(posted).isEmpty();
    }
}
