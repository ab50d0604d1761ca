package tocsin.server.verbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.labels.Fingerprint;
import tocsin.labels.Labels;
import tocsin.nflog.LogKey;
import tocsin.notify.Delivery;
import tocsin.notify.Destination;
import tocsin.notify.Integration;
import tocsin.notify.Receiver;
import tocsin.outbox.Health;
import tocsin.outbox.Letter;
import tocsin.outbox.Letters;
import tocsin.outbox.Place;
import tocsin.outbox.Terms;
import tocsin.server.api.Conventions;
import tocsin.server.http.Errors;
import tocsin.server.http.HttpServer;
import tocsin.server.http.HttpSettings;
import tocsin.server.outbox.OutboxResource;
import tocsin.server.outbox.Outgoing;
import tocsin.server.outbox.ReceiversResource;
import tocsin.template.TemplateData.Facts;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Outbox, receivers and templates at the command line and over HTTP.
class OutgoingVerbsTest {
    private static final Path AMTOOL = Path.of("/usr/bin/amtool");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String GROUP = "{}:{alertname=\"Down\"}";

    @TempDir private Path folder;

    private final Fake fake = new Fake();
    private HttpServer server;

    /// A member with one dead and one pending letter.
    private static final class Fake implements Outgoing {
        private final List<Letters.Entry> letters = new ArrayList<>();
        private final List<String> decided = new ArrayList<>();

        private Fake() {
            letters.add(letter("pager", Letter.State.DEAD, 9, "400: no such channel"));
            letters.add(letter("chat", Letter.State.PENDING, 3, "503"));
        }

        private static Letters.Entry letter(
                String receiver, Letter.State state, int attempts, String cause) {
            return new Letters.Entry(
                    new LogKey(GROUP, receiver, "webhook", 0),
                    new Letter(
                            state,
                            NOW.minusSeconds(90),
                            NOW,
                            attempts,
                            Set.of(new Fingerprint(1)),
                            Set.of(),
                            "serverError",
                            cause,
                            List.of()));
        }

        @Override
        public Instant now() {
            return NOW;
        }

        @Override
        public List<Letters.Entry> letters() {
            return List.copyOf(letters);
        }

        @Override
        public int decide(List<LogKey> keys, Letter.State as) {
            keys.forEach(key -> decided.add(as + " " + key.receiver()));
            letters.removeIf(entry -> keys.contains(entry.key()));
            return keys.size();
        }

        @Override
        public List<Receiver> receivers() {
            return List.of(receiver("pager"), receiver("chat"));
        }

        private static Receiver receiver(String name) {
            return new Receiver(
                    name, List.of(new Integration("webhook", 0, true, _ -> delivered())));
        }

        private static Delivery delivered() {
            return new Delivery.Delivered(Map.of(), "status 200");
        }

        @Override
        public List<Destination> destinations() {
            var failure = new Health.Failure(NOW, "serverError", "503");
            return List.of(
                    new Destination(
                            new Place("chat", "webhook", 0),
                            Terms.DEFAULT,
                            new Health(
                                    Optional.of(NOW.minusSeconds(60)),
                                    Optional.of(failure),
                                    7,
                                    3,
                                    Duration.ofMillis(20)),
                            2,
                            NOW.plusSeconds(30)));
        }

        @Override
        public Optional<List<Tested>> test(String receiver) {
            Delivery refused = new Delivery.Refused(Delivery.Reason.AUTH_ERROR, "401: who?");
            Delivery answer = receiver.equals("pager") ? delivered() : refused;
            return receiver.equals("nobody")
                    ? Optional.empty()
                    : Optional.of(
                            List.of(
                                    new Tested(
                                            new Place(receiver, "webhook", 0),
                                            answer,
                                            Duration.ofMillis(12))));
        }

        @Override
        public Optional<Facts> facts(String groupKey) {
            return groupKey.equals(GROUP)
                    ? Optional.of(
                            new Facts(
                                    "pager",
                                    "firing",
                                    List.of(),
                                    "unknown",
                                    Labels.of("alertname", "Down"),
                                    Labels.EMPTY,
                                    Labels.EMPTY,
                                    Labels.EMPTY,
                                    "http://am"))
                    : Optional.empty();
        }
    }

    @BeforeEach
    void start() throws Exception {
        var conventions = new Conventions();
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
                                new OutboxResource(fake),
                                new ReceiversResource(fake)),
                        new PrometheusRegistry());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String url() {
        return "http://127.0.0.1:" + server.addresses().getFirst().getPort();
    }

    private RanVerb run(String... arguments) {
        var all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--alertmanager.url=" + url());
        return RanVerb.of(all.toArray(String[]::new));
    }

    @Test
    void lettersAreListedRetriedAndDropped() {
        RanVerb shown = run("outbox");
        assertThat(shown.out().lines()).hasSize(3);
        assertThat(shown.out())
                .contains("dead     pager/webhook[0]")
                .contains("400: no such channel")
                .contains(GROUP);
        assertThat(run("outbox", "show", "--state=dead").out().lines()).hasSize(2);
        assertThat(run("outbox", "retry", "--receiver=chat").out()).isEqualTo("1 tried again\n");
        String id = run("outbox").out().lines().skip(1).findFirst().orElseThrow().substring(0, 16);
        assertThat(run("outbox", "drop", id).out()).isEqualTo("1 dropped\n");
        assertThat(fake.decided).containsExactly("ASKED chat", "DROPPED pager");
        assertThat(run("outbox", "drop", id).err()).contains("404").contains("no open letter");
    }

    @Test
    void nobodyDropsAllByMistake() {
        assertThat(run("outbox", "drop").err()).contains("expected a state or a receiver");
        assertThat(run("outbox", "show", "--state=lost").err())
                .contains("expected pending or dead");
        assertThat(fake.decided).isEmpty();
    }

    @Test
    void receiversShowHowTheyDo() throws Exception {
        assertThat(run("receiver").out())
                .contains("chat/webhook[0]")
                .contains("2026-01-02T03:03:05Z")
                .contains("503");
        var answer =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(
                                                URI.create(url() + "/api/tocsin/v1/receivers"))
                                        .build(),
                                BodyHandlers.ofString());
        assertThat(answer.body())
                .contains(
                        "\"lastError\":{\"at\":\"2026-01-02T03:04:05Z\",\"reason\":\"serverError\"")
                .contains("\"queued\":2,\"pending\":1,\"dead\":0,\"oldestSeconds\":90.0")
                .contains("\"pausedUntil\":\"2026-01-02T03:04:35Z\"");
    }

    @Test
    void aTestSaysWhatEachIntegrationAnswered() {
        assertThat(run("receiver", "test", "pager").out())
                .isEqualTo("webhook[0]: delivered in 0.012s: status 200\n");
        RanVerb refused = run("receiver", "test", "chat");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out()).contains("refused").contains("401: who?");
        assertThat(run("receiver", "test", "nobody").err()).contains("no receiver \"nobody\"");
    }

    @Test
    void aTemplateIsRenderedWithAGroupOfTheServer() throws Exception {
        String glob = "--template.glob=" + Files.createFile(folder.resolve("none.tmpl"));
        assertThat(
                        run(
                                        "template",
                                        "render",
                                        glob,
                                        "--template.text={{ .Status }} {{ .GroupLabels.alertname"
                                                + " }}",
                                        "--template.group=" + GROUP)
                                .out())
                .isEqualTo("firing Down");
        assertThat(run("template", "render", glob, "--template.text=x", "--template.group=y").err())
                .contains("nothing is known of a group");
    }

    @Test
    void aTemplateIsRenderedAsAmtoolRendersIt() throws Exception {
        assumeTrue(Files.isExecutable(AMTOOL), "amtool is not installed");
        Path file =
                Files.writeString(
                        folder.resolve("my.tmpl"),
                        "{{ define \"my\" }}[{{ .Status | toUpper }}]{{ end }}");
        for (String text :
                List.of(
                        "plain",
                        "{{ template \"my\" . }}",
                        "{{ range .Alerts }}{{ range .Labels.SortedPairs }}{{ .Name }}={{ .Value }}"
                                + " {{ end }}{{ end }}",
                        "{{ .GroupLabels.Names }} {{ .CommonLabels.Values }}",
                        "{{ (index .Alerts 1).Annotations.Values | join \",\" }}",
                        "{{ .Status",
                        "{{ template \"other\" . }}",
                        "{{ .Nope }}",
                        "{{ len .Alerts.Firing }} {{ .ExternalURL }} {{ .Receiver }}")) {
            for (String type : List.of("text", "html")) {
                String[] flags = {
                    "template",
                    "render",
                    "--template.glob=" + file,
                    "--template.text=" + text,
                    "--template.type=" + type
                };
                assertThat(run(flags).out() + "|" + run(flags).err().replace("tocsin: ", ""))
                        .as(type + " " + text)
                        .isEqualTo(amtool(flags));
            }
        }
    }

    private static String amtool(String... flags) throws Exception {
        var command = new ArrayList<>(List.of(AMTOOL.toString()));
        command.addAll(List.of(flags));
        Process process = new ProcessBuilder(command).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return out + "|" + err.replace("amtool: ", "").replaceFirst("\n\n$", "\n");
    }
}
