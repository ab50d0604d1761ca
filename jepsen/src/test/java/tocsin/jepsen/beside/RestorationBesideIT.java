package tocsin.jepsen.beside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.jepsen.process.Commands;
import tocsin.jepsen.process.Daemon;
import tocsin.jepsen.process.Host;
import tocsin.jepsen.process.Http;
import tocsin.jepsen.process.Waiting;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A Prometheus and a Tocsin without any state begin over the same blocks, in which
/// `ALERTS_FOR_STATE` ended ten minutes ago: both must take up each `for` at the same moment.
class RestorationBesideIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration OUTAGE = Duration.ofMinutes(10);
    private static final Duration PENDING = Duration.ofMinutes(30);

    /// They do not start in the same second; what is not restored is off by minutes.
    private static final Duration TOLERANCE = Duration.ofSeconds(30);

    /// Rules by name, with a `for` that makes each take another way through the restoration.
    private static final Map<String, String> FOR =
            new TreeMap<>(
                    Map.of(
                            "LongAgo", "20m",
                            "AboutToFire", "35m",
                            "Waiting", "1h",
                            "TooShort", "5m",
                            "Unknown", "1h"));

    private static final String CONFIG = "route: {receiver: none}\nreceivers: [{name: none}]\n";

    private @TempDir Path folder;

    @Test
    void bothTakeUpEachForAtTheSameMoment() throws Exception {
        Optional<Path> prometheus = Commands.find("prometheus");
        Optional<Path> promtool = Commands.find("promtool");
        assumeTrue(
                prometheus.isPresent() && promtool.isPresent(),
                "skipped: prometheus and promtool are not installed");
        Path rules = Files.writeString(folder.resolve("rules.yml"), rules());
        Instant now = Instant.now();
        Path samples = Files.writeString(folder.resolve("past.txt"), past(now));
        blocks(promtool.get(), samples, folder.resolve("prometheus"));
        blocks(promtool.get(), samples, folder.resolve("tocsin").resolve("samples"));
        int theirs = Host.freePort();
        int ours = Host.freePort();
        try (var a = new Daemon("prometheus", log("prometheus"), theirs(prometheus.get(), theirs));
                var b = new Daemon("tocsin", log("tocsin"), ours(rules, ours))) {
            a.start();
            b.start();
            Map<String, Instant> expected = activeSince(theirs);
            Map<String, Instant> got = activeSince(ours);
            assertThat(got.keySet()).isEqualTo(FOR.keySet());
            for (Map.Entry<String, Instant> each : expected.entrySet()) {
                assertThat(got.get(each.getKey()))
                        .as(each.getKey() + "\n" + b.tail())
                        .isBetween(
                                each.getValue().minus(TOLERANCE), each.getValue().plus(TOLERANCE));
            }
            assertThat(got.get("LongAgo")).isEqualTo(since(now));
            assertThat(got.get("Waiting")).isBefore(now.minus(PENDING).plus(TOLERANCE));
            assertThat(got.get("Unknown")).isAfter(now.minus(TOLERANCE));
        }
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    private static String rules() {
        var text = new StringBuilder("groups:\n- name: g\n  interval: 1s\n  rules:\n");
        FOR.forEach((name, holdFor) ->
                text.append("  - alert: " + name + "\n    for: " + holdFor)
                        .append(
                                "\n"
                                        + "    expr: label_replace(vector(1), \"instance\", \"a\","
                                        + " \"\", \"\")")
                        .append("\n    labels: {severity: page, on: '{{ $labels.instance }}'}\n"));
        return text.toString();
    }

    private static Instant since(Instant now) {
        return Instant.ofEpochSecond(now.minus(OUTAGE).minus(PENDING).getEpochSecond());
    }

    /// What a Prometheus wrote before both were lost.
    private static String past(Instant now) {
        var text = new StringBuilder("# TYPE ALERTS_FOR_STATE gauge\n");
        Instant end = now.minus(OUTAGE);
        for (String name : FOR.keySet()) {
            for (Instant at = end.minus(PENDING);
                    !name.equals("Unknown") && !at.isAfter(end);
                    at = at.plusSeconds(15)) {
                text.append("ALERTS_FOR_STATE{alertname=\"" + name + "\",instance=\"a\",")
                        .append("on=\"a\",severity=\"page\"} " + since(now).getEpochSecond())
                        .append(" " + at.getEpochSecond() + "\n");
            }
        }
        return text.append("# EOF\n").toString();
    }

    private static void blocks(Path promtool, Path samples, Path into)
            throws IOException, InterruptedException {
        Files.createDirectories(into);
        Process process =
                new ProcessBuilder(
                                promtool.toString(),
                                "tsdb",
                                "create-blocks-from",
                                "openmetrics",
                                samples.toString(),
                                into.toString())
                        .redirectErrorStream(true)
                        .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
    }

    private List<String> theirs(Path program, int port) throws IOException {
        Path config =
                Files.writeString(folder.resolve("prometheus.yml"), "rule_files: [rules.yml]\n");
        return List.of(
                program.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("prometheus"),
                "--web.listen-address=127.0.0.1:" + port);
    }

    private List<String> ours(Path rules, int port) throws IOException {
        Path config = Files.writeString(folder.resolve("alertmanager.yml"), CONFIG);
        var line = new ArrayList<>(Pair.tocsinProgram());
        line.add("--config.file=" + config);
        line.add("--rules=" + rules);
        line.add("--storage.path=" + folder.resolve("tocsin"));
        line.add("--web.listen-address=127.0.0.1:" + port);
        line.add("--cluster.listen-address=");
        return line;
    }

    /// Since when each alert is active, once its series are written again: the restoration is over
    /// by then.
    private static Map<String, Instant> activeSince(int port) {
        String server = "http://127.0.0.1:" + port;
        Waiting.until(
                server + " writes the series of all alerts",
                PATIENCE,
                () ->
                        Http.get(URI.create(server + "/api/v1/query?query=count(ALERTS)"))
                                .required()
                                .json()
                                .at("/data/result/0/value/1")
                                .asText()
                                .equals("" + FOR.size()));
        Map<String, Instant> since = new TreeMap<>();
        JsonNode alerts =
                Http.get(URI.create(server + "/api/v1/alerts"))
                        .required()
                        .json()
                        .at("/data/alerts");
        alerts.forEach(alert ->
                since.put(
                        alert.at("/labels/alertname").asText(),
                        Instant.parse(alert.at("/activeAt").asText())));
        return since;
    }
}
