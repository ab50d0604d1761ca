package tocsin.jepsen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.jepsen.process.Cluster;
import tocsin.jepsen.process.Commands;
import tocsin.jepsen.process.Host;
import tocsin.jepsen.process.Http;
import tocsin.jepsen.process.Member;
import tocsin.jepsen.process.Product;
import tocsin.jepsen.process.Prometheus;
import tocsin.jepsen.process.Waiting;
import tocsin.jepsen.process.WebhookSink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The main job on real processes: three members on loopback, a real Prometheus, a real amtool, a
/// webhook sink that counts. What needs a peer that is not installed is skipped, and says so.
class MainJobIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration QUIET = Duration.ofSeconds(8);

    private static final String ROUTING =
            """
            route:
              receiver: sink
              group_by: [alertname]
              group_wait: 1s
              group_interval: 2s
              repeat_interval: 1h
            receivers:
              - name: sink
                webhook_configs:
                  - url: %s
                    send_resolved: true
            """;
    private static final String RULES =
            """
            groups:
              - name: tocsin
                interval: 1s
                rules:
                  - alert: SeenByTocsin
                    expr: up{job="self"} == 1
                    labels: {severity: info}
                    annotations: {summary: 'up is {{ $value }} on {{ $labels.instance }}'}
            """;

    private @TempDir Path folder;
    private WebhookSink sink;
    private Cluster cluster;

    @BeforeEach
    void startThreeMembers() throws IOException {
        sink = new WebhookSink("127.0.0.1");
        Path config = folder.resolve("alertmanager.yml");
        Files.writeString(config, ROUTING.formatted(sink.url()));
        Path rules = folder.resolve("tocsin-rules.yml");
        Files.writeString(rules, RULES);
        var product = new Product.Tocsin(List.of("--rules=" + rules));
        var hosts = List.of(Host.LOOPBACK, Host.LOOPBACK, Host.LOOPBACK);
        cluster = Cluster.on(hosts, product, folder, config).start();
    }

    @AfterEach
    void stopAll() {
        cluster.close();
        sink.close();
    }

    private static String alert(String name, String endsAt) {
        String end = endsAt.isEmpty() ? "" : ",\"endsAt\":\"" + endsAt + "\"";
        return "[{\"labels\":{\"alertname\":\"%s\",\"instance\":\"i1\"}%s}]".formatted(name, end);
    }

    private void fire(Member at, String name) {
        Http.post(at.uri("/api/v2/alerts"), alert(name, "")).required();
    }

    private void resolve(Member at, String name) {
        Http.post(at.uri("/api/v2/alerts"), alert(name, "2020-01-01T00:00:00Z")).required();
    }

    private void until(String what, java.util.concurrent.Callable<Boolean> condition) {
        try {
            Waiting.until(what, PATIENCE, condition);
        } catch (AssertionError e) {
            throw new AssertionError(
                    e.getMessage() + "\npages: " + sink.pages() + "\n" + cluster.logs(),
                    e.getCause());
        }
    }

    private static Path installed(String program) {
        Optional<Path> found = Commands.find(program);
        assumeTrue(found.isPresent(), () -> "skipped: " + program + " is not installed");
        return found.orElseThrow();
    }

    @Test
    void anAlertPostedToEveryMemberIsToldOnceFiringAndOnceResolved() {
        cluster.members().forEach(member -> fire(member, "Disk"));
        until("told firing", () -> sink.told("Disk", "firing") >= 1);
        Waiting.pause(QUIET);
        assertThat(sink.told("Disk", "firing")).as("pages %s", sink.pages()).isEqualTo(1);
        resolve(cluster.member(2), "Disk");
        until("told resolved", () -> sink.told("Disk", "resolved") >= 1);
        Waiting.pause(QUIET);
        assertThat(sink.told("Disk", "resolved")).as("pages %s", sink.pages()).isEqualTo(1);
        assertThat(sink.told("Disk", "firing")).as("pages %s", sink.pages()).isEqualTo(1);
    }

    @Test
    void alertsOfARealPrometheusAndOfOwnRulesReachTheReceiverOnce() {
        Path program = installed("prometheus");
        String rules =
                """
                groups:
                  - name: prometheus
                    rules:
                      - {alert: SeenByPrometheus, expr: up == 1}
                """;
        try (var prometheus =
                new Prometheus(
                                program,
                                folder.resolve("prometheus"),
                                rules,
                                cluster.member(0),
                                cluster.members())
                        .start()) {
            until("Prometheus's alert is told", () -> sink.told("SeenByPrometheus", "firing") >= 1);
            until("Tocsin's own alert is told", () -> sink.told("SeenByTocsin", "firing") >= 1);
            Waiting.pause(QUIET);
            assertThat(prometheus.daemon().isAlive()).isTrue();
        }
        assertThat(sink.told("SeenByPrometheus", "firing"))
                .as("pages %s", sink.pages())
                .isEqualTo(1);
        assertThat(sink.told("SeenByTocsin", "firing")).as("pages %s", sink.pages()).isEqualTo(1);
    }

    @Test
    void aSilenceMadeWithAmtoolHoldsOnAllMembersSurvivesAKillAndIsExpiredElsewhere() {
        String amtool = installed("amtool").toString();
        Member taker = cluster.member(0);
        String id = silence(amtool, taker);
        taker.daemon().killHard();
        for (Member other : cluster.members().subList(1, 3)) {
            until(
                    "the silence is on " + other.name(),
                    () -> Http.get(other.uri("/api/v2/silence/" + id)).status() == 200);
            fire(other, "Quiet");
        }
        fire(cluster.member(1), "Loud");
        until("an alert that is not silenced is told", () -> sink.told("Loud", "firing") >= 1);
        Waiting.pause(QUIET);
        assertThat(sink.told("Quiet", "firing")).as("pages %s", sink.pages()).isZero();

        taker.start();
        taker.awaitReady(PATIENCE);
        until(
                "the silence survived on the member that took it",
                () -> state(taker, id).equals("active"));
        Member other = cluster.member(2);
        Commands.run(
                        List.of(
                                amtool,
                                "--alertmanager.url=" + other.uri("/"),
                                "silence",
                                "expire",
                                id))
                .required();
        until(
                "the alert is told once the silence is expired",
                () -> sink.told("Quiet", "firing") >= 1);
        Waiting.pause(QUIET);
        assertThat(sink.told("Quiet", "firing")).as("pages %s", sink.pages()).isEqualTo(1);
    }

    private static String silence(String amtool, Member at) {
        var line =
                new ArrayList<>(
                        List.of(amtool, "--alertmanager.url=" + at.uri("/"), "silence", "add"));
        line.addAll(
                List.of(
                        "alertname=Quiet",
                        "--comment=maintenance",
                        "--author=test",
                        "--duration=1h"));
        return Commands.run(line).required();
    }

    private static String state(Member at, String id) {
        return Http.get(at.uri("/api/v2/silence/" + id))
                .json()
                .path("status")
                .path("state")
                .asText();
    }

    @Test
    void whenTheMemberAboutToSendIsKilledAnotherSendsAndNobodyIsPagedTwice() {
        sink.answerWith(new WebhookSink.Answer(503, Duration.ZERO));
        fire(cluster.member(0), "Handover");
        until("a member tries to send", () -> !sink.pages().isEmpty());
        Member sender = memberThatSends();
        sender.daemon().killHard();
        sink.answerWith(new WebhookSink.Answer(200, Duration.ZERO));
        until("another member sends", () -> sink.told("Handover", "firing") >= 1);
        Waiting.pause(QUIET);
        assertThat(sink.told("Handover", "firing")).as("pages %s", sink.pages()).isEqualTo(1);
    }

    /// The member whose own metrics say that it has sent a webhook.
    private Member memberThatSends() {
        for (Member member : cluster.members()) {
            String metrics = Http.get(member.uri("/metrics")).required().body();
            boolean tried =
                    metrics.lines()
                            .filter(line ->
                                    line.startsWith("alertmanager_notification_requests_total"))
                            .filter(line -> line.contains("webhook"))
                            .anyMatch(line -> !line.endsWith(" 0.0") && !line.endsWith(" 0"));
            if (tried) {
                return member;
            }
        }
        throw new AssertionError("no member says that it tried to send\n" + cluster.logs());
    }
}
