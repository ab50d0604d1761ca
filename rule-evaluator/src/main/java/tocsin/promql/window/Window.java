package tocsin.promql.window;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.labels.Quoting;
import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.SampleBuffer;

/// The samples that a range function sees at one step: those from `from` up to `to`, `to` left out.
/// One window serves a series at all steps, then the next series.
public final class Window {
    private static final long[] NO_TIMES = {};
    private static final double[] NO_VALUES = {};
    private static final int NOWHERE = -1;

    private final Notes notes;
    private final boolean startTimestamps;
    private final WholeSums sums = new WholeSums();
    private final Falls falls = new Falls();
    private SampleBuffer samples = new SampleBuffer();
    private Labels labels = Labels.EMPTY;
    private boolean histograms;
    private @Nullable FloatHistogram result;

    long[] times = NO_TIMES;
    double[] values = NO_VALUES;
    int from;
    int to;
    long start;
    long end;
    long evaluatedAt;
    int step;

    /// Where the extreme of this series stood at the last step, if it was looked for, and up to
    /// where it was looked for: while it stays in the window only newer samples can beat it.
    int extremeAt = NOWHERE;

    int extremeOf;

    /// A window for a function.
    ///
    /// @param startTimestamps whether counters may say when they began
    public Window(Notes notes, boolean startTimestamps) {
        this.notes = notes;
        this.startTimestamps = startTimestamps;
    }

    /// Looks at another series.
    public void open(SampleBuffer newSamples, Labels newLabels) {
        samples = newSamples;
        labels = newLabels;
        times = newSamples.timestamps();
        values = newSamples.values();
        histograms = newSamples.hasHistograms();
        extremeAt = NOWHERE;
        sums.forget();
        falls.forget();
    }

    /// Moves to a step: its number, the time it is evaluated at, and the edges of the range.
    public void move(int newStep, long at, long newStart, long newEnd) {
        step = newStep;
        evaluatedAt = at;
        start = newStart;
        end = newEnd;
    }

    /// Says which samples are seen.
    public void see(int newFrom, int newTo) {
        from = newFrom;
        to = newTo;
    }

    /// The number of samples seen.
    public int count() {
        return to - from;
    }

    /// Whether [#wholeSum] is what adding one sample after another gives.
    boolean isWhole() {
        return !histograms && sums.cover(values, samples.size());
    }

    double wholeSum() {
        return sums.between(from, to);
    }

    /// Adds the values before each fall within the window to a sum, in their order.
    double addFalls(double sum) {
        return falls.add(values, from, to, sum);
    }

    Labels labels() {
        return labels;
    }

    Notes notes() {
        return notes;
    }

    double seconds() {
        return (end - start) / 1e3;
    }

    @Nullable FloatHistogram histogram(int index) {
        return histograms ? samples.histogram(index) : null;
    }

    FloatHistogram histogramAt(int index) {
        FloatHistogram histogram = samples.histogram(index);
        if (histogram == null) {
            throw new IllegalStateException("a window of histograms holds a float");
        }
        return histogram;
    }

    /// When the counter of a sample began; 0 when not known or not asked for.
    long startTimestamp(int index) {
        return startTimestamps ? samples.startTimestamp(index) : 0;
    }

    boolean hasStartTimestamps() {
        return startTimestamps && samples.hasStartTimestamps();
    }

    int histogramCount() {
        if (!histograms) {
            return 0;
        }
        int count = 0;
        for (int i = from; i < to; i++) {
            if (samples.histogram(i) != null) {
                count++;
            }
        }
        return count;
    }

    /// Whether floats and histograms meet, which is said.
    boolean isMixed(int histogramsSeen) {
        if (histogramsSeen == 0 || histogramsSeen == count()) {
            return false;
        }
        warn("encountered a mix of histograms and floats for metric name ");
        return true;
    }

    /// A warning that ends with the name of the metric.
    void warn(String message) {
        notes.warn(message + Quoting.quote(labels.get(Labels.METRIC_NAME)));
    }

    /// A remark that ends with the name of the metric.
    void info(String message) {
        notes.info(message + Quoting.quote(labels.get(Labels.METRIC_NAME)));
    }

    double give(FloatHistogram histogram) {
        result = histogram;
        return 0;
    }

    /// The histogram that the function gave, if it was one.
    public @Nullable FloatHistogram takeHistogram() {
        FloatHistogram taken = result;
        result = null;
        return taken;
    }
}
