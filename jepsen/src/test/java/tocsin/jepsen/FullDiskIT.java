package tocsin.jepsen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.jepsen.process.Cluster;
import tocsin.jepsen.process.Host;
import tocsin.jepsen.process.Http;
import tocsin.jepsen.process.Member;
import tocsin.jepsen.process.Product;
import tocsin.jepsen.process.Volume;
import tocsin.jepsen.process.Waiting;
import tocsin.jepsen.process.WebhookSink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A file system with no byte left, beneath one member of two.
final class FullDiskIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aMemberWhoseDiskIsFullSaysSoPagesFromMemoryRefusesSilencesAndRecovers(@TempDir Path folder)
            throws IOException {
        Optional<String> impossible = Volume.impossible();
        assumeTrue(impossible.isEmpty(), () -> "skipped: " + impossible.orElse(""));
        try (var sink = new WebhookSink("127.0.0.1");
                var cluster =
                        Cluster.on(
                                Collections.nCopies(2, Host.LOOPBACK),
                                new Product.Tocsin(List.of()),
                                folder,
                                config(folder, sink))) {
            cluster.member(0).mount();
            cluster.start();
            refusesAndPages(cluster, sink);
            recovers(cluster);
        }
    }

    private static void refusesAndPages(Cluster cluster, WebhookSink sink) {
        Member member = cluster.member(0);
        assertThat(silence(member, "before").status()).isEqualTo(200);
        assertThat(member.volume().fill()).isPositive();
        Waiting.until(
                "a silence is refused",
                PATIENCE,
                () -> {
                    Http.Answer refused = silence(member, "while full");
                    return refused.status() >= 500 && refused.body().contains("space");
                });
        fire(member, "while-full");
        Waiting.until(
                "people are told from memory",
                PATIENCE,
                () -> sink.told("while-full", "firing") > 0);
        assertThat(Http.get(member.uri("/-/ready")).body()).contains("not durable");
        assertThat(refusing(member)).isPositive();
        assertThat(silence(cluster.member(1), "by the other").status()).isEqualTo(200);
    }

    private static void recovers(Cluster cluster) {
        Member member = cluster.member(0);
        member.volume().empty();
        Waiting.until(
                "silences are taken again",
                PATIENCE,
                () -> silence(member, "after").status() == 200);
        Waiting.until("nothing waits for the disk", PATIENCE, () -> refusing(member) == 0);
        List<String> said =
                member.daemon()
                        .output()
                        .lines()
                        .filter(line -> line.contains("The disk refuses writes"))
                        .map(line -> line.replaceAll(".*map=(\\S+).*", "$1"))
                        .toList();
        assertThat(said).isNotEmpty().doesNotHaveDuplicates();
        member.daemon().killHard();
        member.start();
        cluster.awaitWhole();
        String silences = Http.get(member.uri("/api/v2/silences")).body();
        assertThat(silences).contains("before", "by the other", "after");
    }

    private static long refusing(Member member) {
        String metrics = Http.get(member.uri("/metrics")).body();
        return Pattern.compile("tocsin_log_refused\\{map=\"[^\"]*\"} 1")
                .matcher(metrics)
                .results()
                .count();
    }

    private static Http.Answer silence(Member member, String comment) {
        Instant now = Instant.now();
        return Http.post(
                member.uri("/api/v2/silences"),
                """
                {"matchers":[{"name":"alertname","value":"nothing","isRegex":false}],
                 "startsAt":"%s","endsAt":"%s","createdBy":"it","comment":"%s"}\
                """
                        .formatted(now, now.plusSeconds(3_600), comment));
    }

    /// It is taken, and paged from memory; but the client hears that it is on no disk.
    private static void fire(Member member, String name) {
        Http.Answer answer =
                Http.post(
                        member.uri("/api/v2/alerts"),
                        "[{\"labels\":{\"alertname\":\"%s\"}}]".formatted(name));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("cannot be made durable");
    }

    private static Path config(Path folder, WebhookSink sink) throws IOException {
        return Files.writeString(
                folder.resolve("alertmanager.yml"),
                """
                route:
                  receiver: sink
                  group_wait: 1s
                receivers:
                  - name: sink
                    webhook_configs:
                      - url: %s
                """
                        .formatted(sink.url()));
    }
}
