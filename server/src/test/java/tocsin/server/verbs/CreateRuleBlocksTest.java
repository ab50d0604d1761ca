package tocsin.server.verbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// Blocks of recording rules, beside those that promtool makes of the same answers.
class CreateRuleBlocksTest {
    private static final String PROMTOOL = "/usr/bin/promtool";
    private static final String START = "1700000123";
    private static final String END = "1700020000";
    private static final String RULES =
            """
            groups:
            - name: one
              interval: 30s
              rules:
              - {record: "job:up:sum", expr: "sum by (job) (up)", labels: {job: mine, team: a}}
              - {record: "job:gone", expr: "absent(up)", labels: {job: ""}}
            - name: two
              rules:
              - {record: "ratio", expr: "a/b"}
            """;

    @TempDir private Path folder;

    private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private Path rules;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/api/v1/query_range", this::answer);
        server.start();
        rules = Files.writeString(folder.resolve("rules.yml"), RULES);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /// Two series, each with a sample at every step from the start of the block on. Where in the
    /// interval a group begins differs between versions of Prometheus, and is left out here.
    private void answer(HttpExchange exchange) throws IOException {
        var form = new HashMap<String, String>();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        for (String pair : body.split("&")) {
            int split = pair.indexOf('=');
            form.put(
                    pair.substring(0, split),
                    URLDecoder.decode(pair.substring(split + 1), StandardCharsets.UTF_8));
        }
        asked.add(form);
        String text = form.get("query").equals("broken") ? REFUSED : matrix(form);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(text.equals(REFUSED) ? 422 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static final String REFUSED =
            "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"it broke\"}";

    private static String matrix(Map<String, String> form) {
        long step = seconds(form.get("step").replace("ms", "e-3").replace("m", ".m"));
        long end = seconds(form.get("end"));
        var values = new StringBuilder();
        long block = Math.floorDiv(end, 7_200_000L) * 7_200_000L;
        long first = Math.max(block, 1000 * Long.parseLong(START));
        for (long at = first; at <= end; at += step) {
            String value = at / 1000 % 7 == 0 ? "NaN" : at % 3 == 0 ? "+Inf" : "" + at % 1000 / 8.0;
            values.append(values.isEmpty() ? "" : ",")
                    .append("[" + BigDecimal.valueOf(at, 3).toPlainString())
                    .append(",\"" + value + "\"]");
        }
        String series =
                "{\"metric\":{\"__name__\":\"up\",\"job\":\"a\",\"z\":\"%s\"},\"values\":[%s]}";
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":["
                + series.formatted("1", values)
                + ","
                + series.formatted("2", values)
                + "]}}";
    }

    /// Milliseconds of `1.5`, `30s` or `1m`.
    private static long seconds(String text) {
        if (text.endsWith(".m")) {
            return 60_000 * Long.parseLong(text.replace(".m", ""));
        }
        return new BigDecimal(text.replace("s", ""))
                .setScale(3, RoundingMode.HALF_UP)
                .movePointRight(3)
                .longValueExact();
    }

    private String[] arguments(Path output) {
        return new String[] {
            "tsdb",
            "create-blocks-from",
            "rules",
            "--url=http://127.0.0.1:" + server.getAddress().getPort(),
            "--start=" + START,
            "--end=" + END,
            "--output-dir=" + output,
            rules.toString()
        };
    }

    private static String promtool(String... arguments) throws Exception {
        List<String> command =
                Stream.concat(Stream.of(PROMTOOL), Arrays.stream(arguments)).toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void blocksHoldWhatThoseOfPromtoolHold() throws Exception {
        assumeTrue(Files.exists(Path.of(PROMTOOL)), "promtool is not installed");
        Path own = folder.resolve("own");
        Path theirs = folder.resolve("theirs");
        promtool(arguments(theirs));
        var theyAsked = new TreeSet<String>();
        asked.forEach(form -> theyAsked.add(form.get("query") + form.get("end")));
        asked.clear();

        RanVerb ran = RanVerb.of(arguments(own));

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out()).startsWith("BLOCK ULID");
        var weAsked = new TreeSet<String>();
        asked.forEach(form -> weAsked.add(form.get("query") + form.get("end")));
        for (var form : asked) {
            long block = seconds(form.get("end")) / 7_200_000 * 7_200_000;
            long first = Math.max(block, 1000 * Long.parseLong(START));
            assertThat(seconds(form.get("start"))).isBetween(first, first + 60_000);
        }
        assertThat(weAsked).isEqualTo(theyAsked).isNotEmpty();
        Files.createDirectories(theirs.resolve("wal")); // promtool opens nothing without
        Files.createDirectories(own.resolve("wal"));
        List<String> expected =
                promtool("tsdb", "dump", theirs.toString()).lines().sorted().toList();
        assertThat(expected).hasSizeGreaterThan(3000);
        assertThat(promtool("tsdb", "dump", own.toString()).lines().sorted().toList())
                .isEqualTo(expected);
        assertThat(promtool("tsdb", "list", own.toString()).lines()).hasSize(4);
    }

    @Test
    void alertingRulesArePassedOver() throws IOException {
        Files.writeString(rules, "groups: [{name: g, rules: [{alert: A, expr: up == 0}]}]\n");
        RanVerb ran = RanVerb.of(arguments(folder.resolve("own")));
        assertThat(ran.status()).isZero();
        assertThat(ran.err()).isEqualTo(rules + ": alerting rule \"A\" passed over\n");
        assertThat(asked).isEmpty();
    }

    @Test
    void aQueryThatFailsIsToldWithItsRule() throws IOException {
        Files.writeString(rules, "groups: [{name: g, rules: [{record: r, expr: broken}]}]\n");
        RanVerb ran = RanVerb.of(arguments(folder.resolve("own")));
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err())
                .contains(rules + ": group \"g\", rule \"r\": query error: execution: it broke");
    }

    @Test
    void timesMustBeInOrder() {
        String[] arguments = arguments(folder.resolve("own"));
        arguments[5] = "--end=" + START;
        RanVerb ran = RanVerb.of(arguments);
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).contains("start time is not before end time");
    }

    @Test
    void fineStepsAreAskedForInParts() throws IOException {
        Files.writeString(
                rules,
                "groups: [{name: g, interval: 500ms, rules: [{record: r, expr: broken == 1}]}]\n");
        String[] arguments = arguments(folder.resolve("own"));
        arguments[4] = "--start=1699999200";
        arguments[5] = "--end=1700006399";
        arguments[6] = "--output-dir=" + folder.resolve("own");
        assertThat(RanVerb.of(arguments).status()).isZero();
        assertThat(asked).hasSize(2);
        assertThat(asked.getFirst().get("step")).isEqualTo("500ms");
    }
}
