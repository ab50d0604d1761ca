package tocsin.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.config.Storages.Source;
import tocsin.http.HttpSettings;
import tocsin.yaml.Problems;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

class StoragesReaderTest {
    private final Problems problems = new Problems();

    private Storages read(String text) {
        return TocsinFile.read(Path.of("/etc/tocsin/tocsin.yml"), text, problems).storages();
    }

    private static final String ALL =
            """
            storages:
              - name: thanos
                query:
                  urls: [https://a:10902/base, https://b]
                  timeout: 5s
                  partial_answers: accept
                  http_config:
                    basic_auth: {username: u, password: hunter2}
                write:
                  url: http://receive:19291/api/v1/receive
                  max_pending: 10
                  queue_config: {max_shards: 7, max_samples_per_send: 500}
              - name: old
                folder: ../prometheus/data
              - name: read
                read: {urls: ["http://p:9090/api/v1/read"], chunks: false}
            storage:
              api: read
              rules: thanos
              groups:
                - {file: "/rules/local-*.yml", storage: local}
                - {file: "*", group: "slo.?", storage: old}
            """;

    @Test
    void storagesAndWhoUsesThem() {
        Storages read = read(ALL);
        assertThat(problems.report()).isEmpty();
        assertThat(read.api()).isEqualTo("read");
        assertThat(read.of("/rules/local-a.yml", "slo.1")).isEqualTo("local");
        assertThat(read.of("/rules/b.yml", "slo.1")).isEqualTo("old");
        assertThat(read.of("/rules/b.yml", "sloth")).isEqualTo("thanos");
        Source.Query query = (Source.Query) read.all().getFirst().source();
        assertThat(query.urls())
                .containsExactly(URI.create("https://a:10902/base"), URI.create("https://b"));
        assertThat(query.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(query.acceptsPartial()).isTrue();
        assertThat(query.http().authorization())
                .isInstanceOf(HttpSettings.Authorization.Basic.class);
        assertThat(read.all().getFirst().write().orElseThrow().mostPending()).isEqualTo(10);
        assertThat(read.all().get(1).source())
                .isEqualTo(new Source.Folder(Path.of("/etc/prometheus/data")));
        assertThat(read.toString()).doesNotContain("hunter2");
    }

    @Test
    void withoutThemEverythingIsLocal() {
        assertThat(read("{}")).isEqualTo(Storages.NONE);
    }

    private void refused(String text, String... reasons) {
        read(text);
        for (String reason : reasons) {
            assertThat(problems.report()).contains(reason);
        }
    }

    @Test
    void whatIsWrongIsTold() {
        refused(
                """
                storages:
                  - name: a
                    query: {urls: [ftp://x], partial_answers: maybe}
                    read: {urls: []}
                  - name: a
                    folder: x
                    write: {timeout: 0s}
                  - name: "b c"
                    folder: x
                    fodler: y
                storage:
                  api: nowhere
                  groups: [{storage: a}, {group: x}]
                """,
                "expected a URL of http or https",
                "expected fail or accept, found \"maybe\"",
                "expected a list of addresses",
                "expected one of query, read and folder",
                "there is another storage called \"a\"",
                "expected \"url\"",
                "must be longer than nothing",
                "expected a name of letters",
                "unknown field \"fodler\" in storages",
                "no storage is called \"nowhere\", only [a, local]",
                "expected \"file\", \"group\" or both",
                "expected the name of a storage");
    }
}
