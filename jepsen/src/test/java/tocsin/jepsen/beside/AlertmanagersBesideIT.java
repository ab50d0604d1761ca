package tocsin.jepsen.beside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.jepsen.process.Cluster;
import tocsin.jepsen.process.Commands;
import tocsin.jepsen.process.Daemon;
import tocsin.jepsen.process.Host;
import tocsin.jepsen.process.Http;
import tocsin.jepsen.process.Member;
import tocsin.jepsen.process.Product;
import tocsin.jepsen.process.Waiting;
import tocsin.jepsen.process.WebhookSink;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Alerts of the same rules, sent to Alertmanagers by the same `alerting` block: two members of
/// Tocsin together must send what one real Prometheus sends, byte for byte but for the times.
class AlertmanagersBesideIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration RESEND = Duration.ofSeconds(5);
    private static final String RULES =
            """
            groups:
              - name: g
                interval: 1s
                rules:
                  - alert: Passing
                    expr: vector(1) * 1 > %d
                    labels: {severity: page, team: 'a & b'}
                    annotations: {summary: 'value {{ $value }} <here>'}
                  - {alert: Quiet, expr: vector(2)}
                  - {alert: Bare, expr: vector(3) > 2}
            """;
    private static final String ALERTING =
            """
            alerting:
            %s
              alert_relabel_configs:
                - {action: labeldrop, regex: replica}
                - {source_labels: [team], regex: '(.) & .', target_label: first, replacement: '$1'}
                - {source_labels: [alertname], regex: Quiet, action: drop}
                - {source_labels: [severity], target_label: shard, modulus: 97, action: hashmod}
              alertmanagers:
                - path_prefix: /am
                  relabel_configs:
                    - {source_labels: [__address__], regex: 'gone:.*', action: drop}
                    - {source_labels: [zone], regex: 'w', target_label: __scheme__, replacement: http}
                  static_configs:
                    - targets: ['%s', 'gone:9093']
                      labels: {zone: w}
                - static_configs:
                    - targets: ['%s']
            """;
    private static final String EXTERNAL = "external_labels: {cluster: eu, replica: one}";
    private static final String ROUTING =
            """
            route: {receiver: sink, group_wait: 1s}
            receivers:
              - name: sink
                webhook_configs: [{url: %s}]
            """;

    @TempDir Path folder;

    /// Takes what Alertmanagers are sent.
    private static final class Door implements AutoCloseable {
        private final HttpServer server;
        private final List<Post> posts = new CopyOnWriteArrayList<>();

        record Post(String line, String body) {}

        Door() throws IOException {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 64);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext(
                    "/",
                    exchange -> {
                        try (exchange) {
                            String body =
                                    new String(
                                            exchange.getRequestBody().readAllBytes(),
                                            StandardCharsets.UTF_8);
                            String type = exchange.getRequestHeaders().getFirst("Content-Type");
                            posts.add(
                                    new Post(
                                            exchange.getRequestMethod()
                                                    + " "
                                                    + exchange.getRequestURI()
                                                    + " "
                                                    + type,
                                            body));
                            exchange.sendResponseHeaders(200, -1);
                        }
                    });
            server.start();
        }

        String address() {
            return "127.0.0.1:" + server.getAddress().getPort();
        }

        /// The alerts of one name, each as it was written, in the order sent.
        List<String> alerts(String name) {
            return posts.stream()
                    .flatMap(post -> Stream.of(post.body().strip().split("(?<=}}),|^\\[|]$", -1)))
                    .filter(alert -> alert.contains("\"alertname\":\"" + name + "\""))
                    .toList();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static String withoutTimes(String alert) {
        return alert.replaceAll("At\":\"[^\"]*\"", "At\":\"\"")
                .replaceAll("http://[^/\"]*/", "http://here/");
    }

    /// From the start to the end that is told first: how long a receiver believes a firing alert.
    private static Duration told(String alert) {
        JsonNode json = Http.parse(alert);
        return Duration.between(
                Instant.parse(json.path("startsAt").asText()),
                Instant.parse(json.path("endsAt").asText()));
    }

    private static Path installed(String program) {
        Optional<Path> found = Commands.find(program);
        assumeTrue(found.isPresent(), () -> "skipped: " + program + " is not installed");
        return found.orElseThrow();
    }

    private Daemon prometheus(Path program, int port, Path rules, String alerting)
            throws IOException {
        Path home = Files.createDirectories(folder.resolve("prometheus"));
        Path config = home.resolve("prometheus.yml");
        Files.writeString(
                config,
                "global: {evaluation_interval: 1s, "
                        + EXTERNAL
                        + "}\nrule_files: ['"
                        + rules
                        + "']\n"
                        + alerting);
        var daemon =
                new Daemon(
                        "prometheus",
                        folder.resolve("prometheus.log"),
                        List.of(
                                program.toString(),
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + home.resolve("data"),
                                "--web.enable-lifecycle",
                                "--rules.alert.resend-delay=" + RESEND.toSeconds() + "s",
                                "--web.listen-address=127.0.0.1:" + port));
        daemon.start();
        return daemon;
    }

    private Cluster tocsin(Path rules, String alerting, WebhookSink sink) throws IOException {
        Path config = folder.resolve("alertmanager.yml");
        Files.writeString(config, ROUTING.formatted(sink.url()));
        Path own = folder.resolve("tocsin.yml");
        Files.writeString(
                own,
                EXTERNAL
                        + "\nevaluation: {resend_delay: "
                        + RESEND.toSeconds()
                        + "s}\n"
                        + alerting);
        var product = new Product.Tocsin(List.of("--rules=" + rules, "--tocsin.config=" + own));
        return Cluster.on(List.of(Host.LOOPBACK, Host.LOOPBACK), product, folder, config).start();
    }

    private static TreeSet<String> instruments(URI metrics) {
        var names = new TreeSet<String>();
        for (String line : Http.get(metrics).required().body().split("\n", -1)) {
            if (line.startsWith("# TYPE prometheus_notifications_")) {
                names.add(line);
            }
        }
        return names;
    }

    /// All that runs, the newest first.
    private final ArrayDeque<AutoCloseable> running = new ArrayDeque<>();

    private <T extends AutoCloseable> T opened(T part) {
        running.push(part);
        return part;
    }

    @AfterEach
    void stopAll() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    private Member realAlertmanager(Path program) throws IOException {
        Path quiet = folder.resolve("quiet.yml");
        Files.writeString(quiet, "route: {receiver: none}\nreceivers: [{name: none}]\n");
        Path home = Files.createDirectories(folder.resolve("real"));
        var product = new Product.Alertmanager(program);
        return opened(Cluster.on(List.of(Host.LOOPBACK), product, home, quiet)).start().member(0);
    }

    @Test
    void twoMembersSendWhatAPrometheusSends() throws IOException {
        Path program = installed("prometheus");
        Member real = realAlertmanager(installed("prometheus-alertmanager"));
        Path rules = folder.resolve("rules.yml");
        Files.writeString(rules, "groups: []");
        int port = Host.freePort();
        var sink = opened(new WebhookSink("127.0.0.1"));
        var theirs = opened(new Door());
        var ours = opened(new Door());
        String door = theirs.address();
        opened(prometheus(program, port, rules, ALERTING.formatted("", door, door)));
        String alerting =
                ALERTING.formatted(
                        "  own_pipeline: false", ours.address(), real.place().webAddress());
        List<Member> members = opened(tocsin(rules, alerting, sink)).members();
        URI prometheus = URI.create("http://127.0.0.1:" + port);
        Stream<URI> own = members.stream().map(member -> member.uri(""));
        List<URI> all = Stream.concat(Stream.of(prometheus), own).toList();
        Waiting.until("all know whom to tell", PATIENCE, () -> all.stream().allMatch(this::knows));
        use(RULES.formatted(0), rules, all);
        until("told firing", theirs, ours, each -> !each.alerts("Passing").isEmpty());
        use(RULES.formatted(1), rules, all);
        until("told resolved", theirs, ours, AlertmanagersBesideIT::ended);
        compare(ours, theirs);
        compareViews(members.getFirst(), port, ours, theirs, real);
        assertThat(instruments(members.getFirst().uri("/metrics")))
                .containsAll(instruments(prometheus.resolve("/metrics")));
        assertThat(Http.get(real.uri("/api/v2/alerts")).required().body())
                .contains("\"Bare\"")
                .doesNotContain("\"Quiet\"");
        assertThat(sink.pages()).as("the own pipeline is left out").isEmpty();
    }

    private boolean knows(URI server) {
        Http.Answer answer = Http.get(server.resolve("/api/v1/alertmanagers"));
        return answer.status() == 200
                && answer.json().path("data").path("activeAlertmanagers").size() == 2;
    }

    private static void use(String text, Path rules, List<URI> all) throws IOException {
        Files.writeString(rules, text);
        all.forEach(server -> Http.post(server.resolve("/-/reload"), "").required());
    }

    private static void until(String what, Door theirs, Door ours, Predicate<Door> condition) {
        try {
            Waiting.until(what, PATIENCE, () -> condition.test(theirs) && condition.test(ours));
        } catch (AssertionError e) {
            throw new AssertionError("theirs: " + theirs.posts + "\nours: " + ours.posts, e);
        }
    }

    /// Only what has ended has a link to the expression that never holds.
    private static boolean ended(Door door) {
        return door.alerts("Passing").stream().anyMatch(alert -> alert.contains("%3E+1\\u0026"));
    }

    private static void compare(Door ours, Door theirs) {
        assertThat(ours.posts.getFirst().line())
                .isEqualTo("POST /am/api/v2/alerts application/json");
        assertThat(theirs.posts.stream().map(Door.Post::line))
                .contains(ours.posts.getFirst().line());
        for (String name : List.of("Passing", "Bare")) {
            String mine = ours.alerts(name).getFirst();
            String its = theirs.alerts(name).getFirst();
            assertThat(withoutTimes(mine)).isEqualTo(withoutTimes(its));
            // Theirs loses what it tells in the first seconds after a reload, and tells it again.
            assertThat(told(mine)).isEqualTo(RESEND.multipliedBy(4)).isLessThanOrEqualTo(told(its));
        }
        assertThat(ours.alerts("Quiet")).isEmpty();
        // One of two members sends: nothing that two would tell of one evaluation is there twice.
        assertThat(ours.alerts("Passing"))
                .filteredOn(alert -> alert.contains("%3E+0\\u0026"))
                .doesNotHaveDuplicates();
    }

    private static void compareViews(Member member, int port, Door ours, Door theirs, Member real) {
        URI its = URI.create("http://127.0.0.1:" + port + "/api/v1/alertmanagers");
        String mine = Http.get(member.uri("/api/v1/alertmanagers")).required().body();
        assertThat(mine)
                .contains("http://" + ours.address() + "/am/api/v2/alerts")
                .contains("http://" + real.place().webAddress() + "/api/v2/alerts");
        String told = Http.get(its).required().body();
        assertThat(told).contains("http://" + theirs.address() + "/am/api/v2/alerts");
        assertThat(Http.parse(mine).path("data").path("droppedAlertmanagers"))
                .isEqualTo(Http.parse(told).path("data").path("droppedAlertmanagers"));
    }
}
