package tocsin.promql.eval;

import tocsin.promql.histogram.Histograms;
import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.SampleBuffer;

/// Finds out where native counters were reset. Upstream does so where only counts and sums are
/// asked for, since it reads no buckets then; elsewhere histograms keep the hints they came with.
final class ResetHints {
    private ResetHints() {}

    static void find(SampleBuffer samples) {
        for (int i = 1; i < samples.size(); i++) {
            FloatHistogram before = samples.histogram(i - 1);
            FloatHistogram now = samples.histogram(i);
            if (before != null
                    && now != null
                    && now.counterResetHint() == CounterResetHint.UNKNOWN) {
                boolean reset = Histograms.isReset(now, before);
                samples.replace(
                        i,
                        Histograms.hinted(
                                now,
                                reset
                                        ? CounterResetHint.COUNTER_RESET
                                        : CounterResetHint.NOT_COUNTER_RESET));
            }
        }
    }
}
