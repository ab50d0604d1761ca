package tocsin.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.promql.value.SampleBuffer;
import tocsin.rules.SampleSink.Sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A process that writes, killed for real at random moments: what it said was stored is there.
class KillIT {
    private static final long START = 1_767_225_600_000L;
    private static final int SERIES = 500;

    @TempDir Path folder;

    /// The process: appends for ever, and says each time that it was answered.
    public static final class Writer {
        /// Arguments: the folder, the first step.
        public static void main(String[] arguments) throws IOException {
            var settings = StoreSettings.of(Path.of(arguments[0]));
            LocalStore store = LocalStore.open(settings, new PrometheusRegistry(), new Random());
            for (int step = Integer.parseInt(arguments[1]); ; step++) {
                var samples = new ArrayList<Sample>();
                for (int s = 0; s < SERIES; s++) {
                    samples.add(new Sample(labels(s), START + 1000L * step, step));
                }
                if (!store.append(samples).isEmpty()) {
                    System.exit(3);
                }
                System.out.println(step);
            }
        }
    }

    private static Labels labels(int number) {
        return Labels.of("__name__", "m", "n", String.valueOf(number));
    }

    @Test
    void whatWasAnsweredSurvivesKill() throws Exception {
        var random = new Random(6);
        int answered = -1;
        for (int round = 0; round < 4; round++) {
            int until = answered + 50 + random.nextInt(300);
            answered = runUntilKilled(answered + 1, until);
            assertStored(answered);
        }
    }

    private int runUntilKilled(int from, int until) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process =
                new ProcessBuilder(
                                java,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Writer.class.getName(),
                                folder.toString(),
                                String.valueOf(from))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        int answered = from - 1;
        try (var out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                // The last line may be cut off.
                answered += line.equals(String.valueOf(answered + 1)) ? 1 : 0;
                if (answered >= until) {
                    process.toHandle().destroyForcibly();
                }
            }
        }
        process.waitFor();
        return answered;
    }

    private void assertStored(int answered) throws Exception {
        try (LocalStore store =
                        LocalStore.open(
                                StoreSettings.of(folder), new PrometheusRegistry(), new Random(1));
                var selector = store.prepare(List.of(Matcher.equal("__name__", "m")))) {
            var all = selector.select(0, Long.MAX_VALUE).series();
            assertThat(all).hasSize(SERIES);
            for (var series : all) {
                var into = new SampleBuffer();
                series.read(0, START + 1000L * answered, into);
                assertThat(into.size()).isEqualTo(answered + 1);
                assertThat(into.value(answered)).isEqualTo(answered);
            }
        }
    }
}
