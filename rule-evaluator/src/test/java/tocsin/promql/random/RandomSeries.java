package tocsin.promql.random;

import tocsin.labels.Labels;
import tocsin.promql.MemorySource;
import tocsin.promql.MemorySource.Value;
import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.FloatHistogram.Spans;
import tocsin.promql.value.StaleMarker;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Random series of a fixed set of metrics, which come and go, have gaps, end with stale markers,
/// and start again. Samples stand 3 s past multiples of 5 s, so that no edge of a window made of
/// multiples of 5 s meets one.
public final class RandomSeries {
    /// Between two scrapes.
    public static final long INTERVAL = 15_000;

    private static final long SHIFT = 3_000;
    private static final double[] BOUNDS = {0.1, 0.5, 1, 2.5, Double.POSITIVE_INFINITY};

    private final Random random;
    private final boolean histograms;
    private final List<Track> tracks = new ArrayList<>();

    /// What makes the next value of a series.
    private enum Kind {
        COUNTER,
        GAUGE,
        ODD,
        INFO,
        BUCKETS,
        NATIVE,
        MIXED
    }

    /// A series, or the buckets of one.
    private static final class Track {
        private final Kind kind;
        private final Labels labels;
        private final double[] state = new double[BOUNDS.length];
        private boolean alive;

        private Track(Kind kind, Labels labels) {
            this.kind = kind;
            this.labels = labels;
        }
    }

    /// Takes a sample.
    public interface Sink {
        /// Takes a sample; times of one series ascend.
        void add(Labels labels, long timestampMillis, Value value);
    }

    /// Series by chance; `histograms` for native ones too.
    public RandomSeries(Random random, boolean histograms) {
        this.random = random;
        this.histograms = histograms;
        for (String job : List.of("a", "b", "c")) {
            for (String instance : List.of("0", "1", "2")) {
                add(Kind.COUNTER, "c_total", job, instance, "code", "200");
                add(Kind.COUNTER, "c_total", job, instance, "code", "500");
                add(Kind.GAUGE, "g", job, instance, "zone", job.equals("c") ? "x" : "y");
                add(Kind.ODD, "odd", job, instance, "", "");
                add(Kind.INFO, "meta", job, instance, "version", "v" + instance);
            }
            add(Kind.BUCKETS, "h_bucket", job, "0", "", "");
            if (histograms) {
                add(Kind.NATIVE, "n", job, "0", "", "");
                add(Kind.NATIVE, "n", job, "1", "", "");
                add(Kind.MIXED, "mixed", job, "0", "", "");
            }
        }
    }

    private void add(
            Kind kind, String name, String job, String instance, String other, String value) {
        Labels labels = Labels.of("__name__", name, "job", job, "instance", instance);
        tracks.add(new Track(kind, other.isEmpty() ? labels : labels.with(other, value)));
    }

    /// The samples of one scrape; the series of a source may also be dropped.
    public void scrape(long intervalStart, Sink sink) {
        long at = intervalStart + SHIFT;
        for (Track track : tracks) {
            int luck = random.nextInt(100);
            if (!track.alive) {
                boolean starts = luck < 15;
                track.alive = starts;
                if (starts) {
                    begin(track);
                }
            } else if (luck < 2) {
                track.alive = false;
                stop(track, at, sink);
                continue;
            }
            if (track.alive && luck >= 6) {
                step(track, at, sink);
            }
        }
    }

    /// A counter that begins again does so below where it ended.
    private void begin(Track track) {
        for (int i = 0; i < track.state.length; i++) {
            track.state[i] = Math.floor(track.state[i] / 2);
        }
        if (track.state[0] == 0) {
            track.state[0] = 50_000 + random.nextInt(50_000);
        }
    }

    private void stop(Track track, long at, Sink sink) {
        if (random.nextInt(3) == 0) {
            return;
        }
        if (track.kind == Kind.BUCKETS) {
            for (double bound : BOUNDS) {
                sink.add(bucket(track.labels, bound), at, new Value.Number(StaleMarker.VALUE));
            }
        } else {
            sink.add(track.labels, at, new Value.Number(StaleMarker.VALUE));
        }
    }

    private static Labels bucket(Labels labels, double bound) {
        return labels.with("le", Double.isInfinite(bound) ? "+Inf" : String.valueOf(bound));
    }

    private void step(Track track, long at, Sink sink) {
        boolean resets = random.nextInt(25) == 0;
        switch (track.kind) {
            case COUNTER -> {
                track.state[0] =
                        resets
                                ? Math.floor(track.state[0] / 2)
                                : track.state[0] + random.nextInt(500);
                sink.add(track.labels, at, new Value.Number(track.state[0]));
            }
            case GAUGE -> sink.add(track.labels, at, new Value.Number(random.nextInt(-200, 1000)));
            case ODD -> sink.add(track.labels, at, new Value.Number(odd()));
            case INFO -> sink.add(track.labels, at, new Value.Number(1));
            case BUCKETS -> buckets(track, resets, at, sink);
            case NATIVE -> sink.add(track.labels, at, new Value.Histogram(natively(track, resets)));
            case MIXED ->
                    sink.add(
                            track.labels,
                            at,
                            random.nextInt(4) == 0
                                    ? new Value.Number(random.nextInt(9))
                                    : new Value.Histogram(natively(track, resets)));
        }
    }

    private double odd() {
        return switch (random.nextInt(12)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            case 3 -> -0.0;
            default -> random.nextInt(-3, 4);
        };
    }

    private void observe(Track track, boolean resets) {
        for (int i = 0; i < track.state.length; i++) {
            track.state[i] = (resets ? Math.floor(track.state[i] / 2) : track.state[i]);
            track.state[i] += random.nextInt(5);
        }
    }

    private void buckets(Track track, boolean resets, long at, Sink sink) {
        observe(track, resets);
        double total = 0;
        for (int i = 0; i < BOUNDS.length; i++) {
            total += track.state[i];
            sink.add(bucket(track.labels, BOUNDS[i]), at, new Value.Number(total));
        }
    }

    /// A histogram of four positive buckets, the third and fourth after a gap, and a zero bucket.
    private FloatHistogram natively(Track track, boolean resets) {
        observe(track, resets);
        double[] counts = {track.state[1], track.state[2], track.state[3], track.state[4]};
        double zero = track.state[0];
        double count = zero + counts[0] + counts[1] + counts[2] + counts[3];
        return new FloatHistogram(
                CounterResetHint.UNKNOWN,
                random.nextInt(20) == 0 ? 1 : 0,
                0.001,
                zero,
                count,
                count * 2,
                new Spans(new int[] {0, 2}, new int[] {2, 2}),
                counts,
                Spans.NONE,
                new double[0],
                new double[0]);
    }

    /// Fills a source with scrapes from a time on, and drops a series now and then where asked to.
    public void fill(MemorySource source, long from, int scrapes, boolean drops) {
        for (int i = 0; i < scrapes; i++) {
            scrape(from + i * INTERVAL, (labels, at, value) -> source.add(labels, at, value, 0));
            if (drops && random.nextInt(4) == 0) {
                Track track = tracks.get(random.nextInt(tracks.size()));
                source.drop(track.labels);
                track.alive = false;
            }
        }
    }

    /// Whether native histograms are among them.
    public boolean hasHistograms() {
        return histograms;
    }
}
