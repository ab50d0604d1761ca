package tocsin.server.verbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.labels.Labels;
import tocsin.promql.eval.QueryException;
import tocsin.promql.value.StaleMarker;
import tocsin.server.verbs.RulesBeside.Input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// `ALERTS` and `ALERTS_FOR_STATE` over an hour of random data, minute by minute, beside
/// Prometheus: what the rule engine wrote is put into a unit-test file as what is expected, and
/// promtool, which has Prometheus's rule engine inside, must find it so.
class AlertSeriesBesideTest {
    private static final int INSTANCES = 6;
    private static final List<String> ASKED =
            List.of("ALERTS", "ALERTS_FOR_STATE", "alerts:count", "job:load:max");

    @TempDir Path folder;

    private static Input random(int instance, Random random) {
        var values = new double[RulesBeside.MINUTES + 1];
        double value = random.nextInt(10);
        int since = 0;
        for (int i = 0; i < values.length; i++) {
            int chance = random.nextInt(100);
            // Whether a sample of exactly five minutes ago counts is told otherwise by 3.x.
            boolean ends = Double.isNaN(value) && i - since > 2;
            if (chance < 25 || ends) {
                value = random.nextInt(10);
                since = i;
            } else if (chance < 32) {
                since = Double.isNaN(value) ? since : i;
                value = Double.NaN;
            } else if (chance < 35) {
                since = Double.isNaN(value) ? since : i;
                value = StaleMarker.VALUE;
            }
            values[i] = value;
        }
        return new Input(
                Labels.of(
                        "__name__",
                        "load",
                        "instance",
                        "i" + instance,
                        "job",
                        instance % 2 == 0 ? "even" : "odd"),
                values);
    }

    private static List<Input> inputs(Random random) {
        var inputs = new ArrayList<Input>();
        for (int i = 0; i < INSTANCES; i++) {
            inputs.add(random(i, random));
        }
        return inputs;
    }

    private static String rules(Random random) {
        return """
        groups:
        - name: g
          rules:
          - record: job:load:max
            expr: max by (job) (load)
          - alert: High
            expr: load > 5
            for: %dm
            keep_firing_for: %dm
            labels: {severity: page, on: '{{ $labels.instance }}'}
          - alert: Changing
            expr: load > 3
            for: %dm
            labels: {level: '{{ if gt $value 7.0 }}high{{ else }}low{{ end }}'}
          - alert: JobHigh
            expr: job:load:max > 8
            for: %dm
          - alert: Gone
            expr: absent(load{instance="i0"})
            for: 1m
            labels: {instance: ''}
        - name: h
          rules:
          - record: alerts:count
            expr: count by (alertname, alertstate) (ALERTS)
          - alert: Many
            expr: count(ALERTS{alertstate="firing",alertname!="Many"}) > 3
            keep_firing_for: %dm
        """
                .formatted(
                        random.nextInt(6),
                        random.nextInt(6),
                        random.nextInt(4),
                        1 + random.nextInt(3),
                        1 + random.nextInt(4));
    }

    private RulesBeside run(long seed) throws IOException, QueryException {
        var random = new Random(seed);
        var beside = new RulesBeside(folder, Duration.ofMinutes(1));
        String rules = rules(random);
        assertThat(beside.run(rules, inputs(random), ASKED)).isEmpty();
        return beside;
    }

    private static String start(String told) {
        return told.substring(0, Math.min(told.length(), 4_000));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theSeriesOfAlertsAreThoseOfPrometheus(long seed) throws Exception {
        assumeTrue(Files.isExecutable(RulesBeside.PROMTOOL), "promtool is not installed");
        RulesBeside beside = run(seed);
        assertThat(Files.readString(beside.tests()))
                .contains("alertstate=\"firing\"", "alertstate=\"pending\"");
        assertThat(beside.promtool()).as(start(beside.told())).isZero();
        assertThat(RanVerb.of("test", "rules", beside.tests().toString()).status()).isZero();
    }

    @Test
    void aDifferenceWouldBeSeen() throws Exception {
        assumeTrue(Files.isExecutable(RulesBeside.PROMTOOL), "promtool is not installed");
        RulesBeside beside = run(1);
        String text = Files.readString(beside.tests());
        int at = text.lastIndexOf("alertstate=\"firing\"");
        Files.writeString(
                beside.tests(),
                text.substring(0, at) + text.substring(at).replaceFirst("firing", "gone"));
        assertThat(beside.promtool()).isNotZero();
    }
}
