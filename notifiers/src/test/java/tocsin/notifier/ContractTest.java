package tocsin.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import tocsin.http.Network;
import tocsin.integration.Fixtures;
import tocsin.integration.IntegrationKind;
import tocsin.integration.Sink;
import tocsin.notifier.Subjects.Subject;
import tocsin.notify.Delivery;
import tocsin.notify.Delivery.Delivered;
import tocsin.notify.Delivery.Refused;
import tocsin.notify.Delivery.TryLater;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What every integration that speaks HTTP makes of every answer, as one table. E-mail has a table
/// of its own.
final class ContractTest {
    /// An answer, the verdict, and who comes to another. A verdict is `told`, or `later` or `no`
    /// with the reason of upstream's metric and the pause that was asked for.
    private static final String TABLE =
            """
            taken           | told
            page of another | told | slack slack-bot: no clientError; \
                                     wechat telegram jira rocketchat sns: later other
            204             | told | slack slack-bot: no clientError; \
                                     wechat telegram jira rocketchat: later other
            302 kept        | told
            303             | no other
            307             | told
            307 in a circle | later other
            307 to metadata | no other
            400             | no clientError
            401             | no authError
            403             | no authError | pagerduty-v1: later rateLimited
            404             | no clientError
            408             | later clientError
            413             | no clientError
            422             | no clientError
            429, for 17 s   | later rateLimited PT17S
            500             | later serverError
            503, to a date  | later serverError PT30S
            not there       | later other
            reset           | later other
            cut off         | told | slack slack-bot wechat telegram jira rocketchat sns: later other
            endless 200     | told | slack slack-bot: no clientError; \
                                     wechat telegram jira rocketchat sns: later other
            endless 400     | no clientError
            hangs           | later contextDeadlineExceeded
            dripping head   | later contextDeadlineExceeded
            dripping body   | told | slack slack-bot wechat telegram jira rocketchat sns: \
                                     later contextDeadlineExceeded
            """;

    /// Where another attempt is made and upstream makes none, or the other way round. Upstream
    /// tries again after 5xx and trouble on the way, and after 429 where the provider is known for
    /// it.
    private static final String UNLIKE_UPSTREAM =
            """
            400           | wechat telegram
            401           | wechat telegram
            403           | wechat telegram
            404           | wechat telegram
            408           | discord incidentio jira mattermost msteams msteamsv2 opsgenie pagerduty \
                            pagerduty-v1 pushover rocketchat slack slack-bot sns victorops webex webhook
            413           | wechat telegram
            422           | wechat telegram
            429, for 17 s | discord mattermost msteams msteamsv2 pagerduty-v1 pushover rocketchat slack \
                            slack-bot sns victorops webex webhook
            not there     | jira
            reset         | jira
            """;

    private static final Map<String, Sink.Reply> QUICK = new LinkedHashMap<>();
    private static final Map<String, Sink.Reply> SLOW = new LinkedHashMap<>();

    static {
        QUICK.put("page of another", Sink.reply(200, "Content-Type: text/html\r\n", "<p>Hi</p>"));
        QUICK.put("204", Sink.reply(204, "", ""));
        for (int status : List.of(400, 401, 403, 404, 408, 413, 422, 500)) {
            QUICK.put(String.valueOf(status), Sink.text(status, "the provider's words"));
        }
        QUICK.put("429, for 17 s", Sink.reply(429, "Retry-After: 17\r\n", "slow down"));
        QUICK.put(
                "503, to a date",
                Sink.reply(503, "Retry-After: Sun, 16 Aug 2026 10:01:00 GMT\r\n", ""));
        QUICK.put("reset", Sink.reset());
        QUICK.put("cut off", Sink.cutOff(200));
        QUICK.put("endless 200", Sink.flood(200));
        QUICK.put("endless 400", Sink.flood(400));
        QUICK.put("307 to metadata", redirect(307, "http://169.254.169.254/latest"));
        QUICK.put("307 in a circle", redirect(307, "/again"));
        SLOW.put("hangs", Sink.hang());
        SLOW.put("dripping head", Sink.dripHead());
        SLOW.put("dripping body", Sink.drip(200));
    }

    private static Sink.Reply redirect(int status, String to) {
        return Sink.reply(status, "Location: " + to + "\r\n", "");
    }

    private static final Map<String, Map<String, String>> VERDICTS = table();

    /// The verdicts of the table, by answer and integration.
    private static Map<String, Map<String, String>> table() {
        Map<String, Map<String, String>> table = new LinkedHashMap<>();
        TABLE.lines()
                .forEach(line -> {
                    String[] cells = line.split("\\|", -1);
                    Map<String, String> row = new LinkedHashMap<>();
                    Subjects.ALL.forEach(subject -> row.put(subject.name(), cells[1].strip()));
                    for (String exception :
                            cells.length < 3 ? new String[0] : cells[2].split(";")) {
                        String[] who = exception.split(":");
                        for (String name : who[0].strip().split(" ")) {
                            assertThat(row.put(name, who[1].strip()))
                                    .as(name)
                                    .isEqualTo(cells[1].strip());
                        }
                    }
                    table.put(cells[0].strip(), row);
                });
        return table;
    }

    private static String verdict(Delivery delivery) {
        return switch (delivery) {
            case Delivered _ -> "told";
            case TryLater(var pause, var reason, String _) ->
                    "later " + reason.label() + (pause.isZero() ? "" : " " + pause);
            case Refused(var reason, String _) -> "no " + reason.label();
        };
    }

    private static Delivery send(Subject subject, String url, Network network)
            throws InterruptedException {
        return subject.at(url, network)
                .send(
                        Fixtures.notification(
                                Map.of(), Fixtures.firing("a"), Fixtures.resolved("b")));
    }

    private static Delivery answer(Subject subject, String answer) throws InterruptedException {
        return switch (answer) {
            case "taken" -> answer(subject, subject.taken(), Fixtures.NETWORK);
            case "302 kept" -> redirected(subject, 302);
            case "303" -> redirected(subject, 303);
            case "307" -> redirected(subject, 307);
            case "not there" -> {
                var sink = new Sink(subject.taken());
                sink.close();
                yield send(subject, sink.url(), Fixtures.NETWORK);
            }
            default -> answer(subject, QUICK.get(answer), Fixtures.NETWORK);
        };
    }

    private static Delivery answer(Subject subject, Sink.Reply reply, Network network)
            throws InterruptedException {
        try (var sink = new Sink(reply)) {
            return send(subject, sink.url(), network);
        }
    }

    /// Redirects wherever the integration asks to a place that takes everything, and sees that what
    /// arrives there is what was sent.
    private static Delivery redirected(Subject subject, int status) throws InterruptedException {
        try (var target = new Sink(subject.taken());
                var sink = new Sink(redirect(status, target.url() + "/there"))) {
            Delivery delivery = send(subject, sink.url(), Fixtures.NETWORK);
            if (status != 303) {
                assertThat(target.requests().stream().map(each -> each.method() + each.body()))
                        .isEqualTo(
                                sink.requests().stream()
                                        .map(each -> each.method() + each.body())
                                        .toList());
            }
            return delivery;
        }
    }

    @TestFactory
    Stream<DynamicNode> everyAnswerHasItsVerdict() {
        return VERDICTS.entrySet().stream()
                .filter(row -> !SLOW.containsKey(row.getKey()))
                .map(row ->
                        dynamicContainer(
                                row.getKey(),
                                row.getValue().keySet().stream()
                                        .map(name ->
                                                dynamicTest(
                                                        name, () -> check(row.getKey(), name)))));
    }

    private static void check(String answer, String name) throws InterruptedException {
        Delivery delivery = answer(subject(name), answer);
        assertThat(verdict(delivery)).isEqualTo(VERDICTS.get(answer).get(name));
        assertThat(delivery.toString()).doesNotContain("secret-token").hasSizeLessThan(3_000);
        if (QUICK.get(answer) != null
                && answer.matches("4\\d\\d")
                && !name.equals("pagerduty-v1")) {
            assertThat(delivery.toString()).contains(answer).contains("the provider's words");
        }
        if (answer.equals("not there")) {
            assertThat(delivery.toString()).contains("<redacted>");
        }
        if (answer.equals("307 to metadata")) {
            assertThat(delivery.toString()).contains("169.254.169.254").contains("denied");
        }
    }

    private static Subject subject(String name) {
        return Subjects.ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// All at once, for each lasts as long as is waited for an answer.
    @Test
    void whoDoesNotComeToAnEndIsGivenUpInTime() throws InterruptedException, ExecutionException {
        for (Subject subject : Subjects.ALL) {
            answer(subject, "taken"); // loads the classes, which takes longer than the others wait
        }
        Map<String, Future<Delivery>> answers = new LinkedHashMap<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            SLOW.forEach((answer, reply) ->
                    Subjects.ALL.forEach(subject ->
                            answers.put(
                                    answer + "|" + subject.name(),
                                    threads.submit(
                                            () -> answer(subject, reply, Fixtures.IMPATIENT)))));
        }
        var wrong = new ArrayList<String>();
        for (Map.Entry<String, Future<Delivery>> each : answers.entrySet()) {
            String[] cell = each.getKey().split("\\|");
            String verdict = verdict(each.getValue().get());
            if (!verdict.equals(VERDICTS.get(cell[0]).get(cell[1]))) {
                wrong.add(each.getKey() + ": " + verdict);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyIntegrationIsInTheTable() {
        var kinds = Integrations.KINDS.stream().map(IntegrationKind::name).toList();
        var here = new TreeSet<>(Subjects.ALL.stream().map(Subject::kind).toList());
        here.add("email");
        assertThat(here).containsExactlyInAnyOrderElementsOf(kinds);
    }

    @Test
    void whereAttemptsDifferFromUpstreamsIsKnown() {
        VERDICTS.forEach((answer, row) -> {
            if (!answer.matches("[45]\\d\\d.*|not there|reset")) {
                return;
            }
            String unlike =
                    row.keySet().stream()
                            .filter(name ->
                                    row.get(name).startsWith("later") != retries(name, answer))
                            .sorted()
                            .collect(Collectors.joining(" "));
            assertThat(unlike).as(answer).isEqualTo(unlike(answer));
        });
    }

    private static String unlike(String answer) {
        return UNLIKE_UPSTREAM
                .lines()
                .filter(line -> line.split("\\|")[0].strip().equals(answer))
                .map(line -> line.split("\\|")[1].strip())
                .map(names ->
                        Stream.of(names.split(" +")).sorted().collect(Collectors.joining(" ")))
                .findFirst()
                .orElse("");
    }

    /// Whether upstream 0.34 tries again.
    private static boolean retries(String name, String answer) {
        if (List.of("wechat", "telegram").contains(name)) {
            return true;
        }
        if (!Character.isDigit(answer.charAt(0))) {
            return !name.equals("jira");
        }
        int status = Integer.parseInt(answer.substring(0, 3));
        return status >= 500
                || status == 429
                        && List.of("pagerduty", "opsgenie", "jira", "incidentio").contains(name)
                || status == 403 && name.equals("pagerduty-v1");
    }

    @Test
    void userAgentIsUpstreams() throws InterruptedException {
        for (Subject subject : Subjects.ALL) {
            try (var sink = new Sink(subject.taken())) {
                send(subject, sink.url(), Fixtures.NETWORK);
                assertThat(sink.requests())
                        .as(subject.name())
                        .isNotEmpty()
                        .allMatch(each -> each.header("User-Agent").equals("Alertmanager/0.34.0"));
            }
        }
    }
}
