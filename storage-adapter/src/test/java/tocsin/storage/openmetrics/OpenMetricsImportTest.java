package tocsin.storage.openmetrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.promql.source.Patience;
import tocsin.promql.value.SampleBuffer;
import tocsin.storage.block.Block;
import tocsin.storage.block.BlockFolders;
import tocsin.storage.block.BlockMeta;
import tocsin.storage.match.ValueTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class OpenMetricsImportTest {
    private static final Matcher ALL = Matcher.promql(MatchType.MATCHES, "__name__", ".+");

    @TempDir Path folder;

    private List<String> imported(String text, Labels added) throws Exception {
        Path file = Files.writeString(folder.resolve("in.txt"), text);
        Path out = folder.resolve("out");
        var metas = new ArrayList<BlockMeta>();
        new OpenMetricsImport(file, out, Duration.ofHours(2).toMillis(), added)
                .run(Instant.EPOCH, new Random(1), metas::add);
        var found = new ArrayList<String>();
        assertThat(BlockFolders.list(out)).hasSameSizeAs(metas);
        for (Path each : BlockFolders.list(out)) {
            var block = Block.open(each);
            for (var series : block.find(ValueTest.of(List.of(ALL)), Patience.ENDLESS)) {
                var samples = new SampleBuffer();
                series.read(Long.MIN_VALUE, Long.MAX_VALUE, samples);
                for (int i = 0; i < samples.size(); i++) {
                    found.add(
                            series.labels() + " " + samples.timestamp(i) + "=" + samples.value(i));
                }
            }
        }
        found.sort(null);
        return found;
    }

    @Test
    void everySampleGetsToItsPlace() throws Exception {
        var text =
                """
                # HELP http_requests A "count".
                # TYPE http_requests counter
                http_requests_total{code="200",path="/a\\"b\\\\\\n"} 1021 1565133713.989
                http_requests_total{code="200",path="/a\\"b\\\\\\n"} 1020 1565133113.989 # {trace="x"} 1 2
                http_requests_total{code="400"} NaN 1565133714
                http_requests_total{code="400",} +Inf 1565166113.9899
                {"name with.dots", zone="ä"} -1.5e-3 1565133714
                # EOF
                """;
        assertThat(imported(text, Labels.of("env", "p")))
                .containsExactly(
                        "{__name__=\"http_requests_total\", code=\"200\", env=\"p\","
                                + " path=\"/a\\\"b\\\\\\n\"} 1565133113989=1020.0",
                        "{__name__=\"http_requests_total\", code=\"200\", env=\"p\","
                                + " path=\"/a\\\"b\\\\\\n\"} 1565133713989=1021.0",
                        "{__name__=\"http_requests_total\", code=\"400\", env=\"p\"}"
                                + " 1565133714000=NaN",
                        "{__name__=\"http_requests_total\", code=\"400\", env=\"p\"}"
                                + " 1565166113989=Infinity",
                        "{__name__=\"name with.dots\", env=\"p\", zone=\"ä\"}"
                                + " 1565133714000=-0.0015");
    }

    private void refuses(String text, String why) {
        assertThatThrownBy(() -> imported(text, Labels.EMPTY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
        assertThat(folder.resolve("out").toFile().list()).as(text).isNullOrEmpty();
    }

    @Test
    void whatIsWrongIsToldWithItsLine() {
        refuses("a 1 2\n", "line 1: data does not end with # EOF");
        refuses("a 1 2\na 1\n# EOF\n", "line 2: expected timestamp for series {__name__=\"a\"}");
        refuses("a x 2\n# EOF\n", "line 1: \"x\" is no number");
        refuses("a{b=\"c} 1 2\n# EOF\n", "line 1: the line ends inside the labels");
        refuses("a{b=\"c\" d=\"e\"} 1 2\n# EOF\n", "line 1: expected \",\" or \"}\"");
        refuses("{b=\"c\"} 1 2\n# EOF\n", "line 1: a sample without a metric name");
        refuses("a 1 2\n# EOF\nb 1 2\n", "line 3: something stands behind # EOF");
        refuses("a 1 2\na 2 2\n# EOF\n", "has two samples at 2000 ms");
        refuses("a 1 2 3\n# EOF\n", "line 1: \"3\" behind the timestamp");
    }
}
