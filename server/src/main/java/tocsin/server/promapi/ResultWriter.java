package tocsin.server.promapi;

import tocsin.promql.eval.Points;
import tocsin.promql.eval.Result;
import tocsin.promql.histogram.BucketView;
import tocsin.promql.value.FloatHistogram;

import java.time.Duration;
import java.util.List;

/// Writes the values of queries as Prometheus does.
final class ResultWriter {
    private ResultWriter() {}

    /// The first `limit` series of a value; the value itself when it has no more, or when the limit
    /// is 0.
    static Result.Value limited(Result.Value value, int limit) {
        return switch (value) {
            case Result.Value.Vector(var samples) when limit > 0 && samples.size() > limit ->
                    new Result.Value.Vector(samples.subList(0, limit));
            case Result.Value.Matrix(var series) when limit > 0 && series.size() > limit ->
                    new Result.Value.Matrix(series.subList(0, limit));
            case Result.Value.Vector vector -> vector;
            case Result.Value.Matrix matrix -> matrix;
            case Result.Value.Scalar scalar -> scalar;
            case Result.Value.Text text -> text;
        };
    }

    /// The type and the value; the object is not closed.
    static void begin(JsonOut json, Result.Value value) {
        json.raw("{\"resultType\":\"");
        switch (value) {
            case Result.Value.Scalar(long at, double number) -> {
                json.raw("scalar\",\"result\":");
                number(json, at, number);
            }
            case Result.Value.Text(long at, String text) -> {
                json.raw("string\",\"result\":[").raw(Numbers.time(at)).raw(',');
                json.text(text).raw(']');
            }
            case Result.Value.Vector(var samples) -> vector(json.raw("vector"), samples);
            case Result.Value.Matrix(var series) -> matrix(json.raw("matrix"), series);
        }
    }

    private static void vector(JsonOut json, List<Result.Sample> samples) {
        json.raw("\",\"result\":[");
        boolean first = true;
        for (Result.Sample sample : samples) {
            json.raw(first ? "{\"metric\":" : ",{\"metric\":");
            RuleWriter.labels(json, sample.labels());
            FloatHistogram histogram = sample.histogram();
            if (histogram == null) {
                json.raw(",\"value\":");
                number(json, sample.timestampMillis(), sample.value());
            } else {
                json.raw(",\"histogram\":");
                histogram(json, sample.timestampMillis(), histogram);
            }
            json.raw('}');
            first = false;
        }
        json.raw(']');
    }

    private static void matrix(JsonOut json, List<Result.Series> all) {
        json.raw("\",\"result\":[");
        boolean first = true;
        var times = new TimesText();
        for (Result.Series series : all) {
            json.raw(first ? "{\"metric\":" : ",{\"metric\":");
            RuleWriter.labels(json, series.labels());
            floats(json, series.points(), times);
            histograms(json, series.points());
            json.raw('}');
            first = false;
        }
        json.raw(']');
    }

    private static void floats(JsonOut json, Points points, TimesText times) {
        times.of(points);
        boolean first = true;
        for (int i = 0; i < points.size(); i++) {
            if (points.histogram(i) == null) {
                json.raw(first ? ",\"values\":[" : ",");
                times.write(json, i);
                json.sample(points.value(i)).raw("\"]");
                first = false;
            }
        }
        if (!first) {
            json.raw(']');
        }
    }

    private static void histograms(JsonOut json, Points points) {
        boolean first = true;
        for (int i = 0; points.mayHoldHistograms() && i < points.size(); i++) {
            FloatHistogram histogram = points.histogram(i);
            if (histogram != null) {
                json.raw(first ? ",\"histograms\":[" : ",");
                histogram(json, points.timestampMillis(i), histogram);
                first = false;
            }
        }
        if (!first) {
            json.raw(']');
        }
    }

    private static void number(JsonOut json, long at, double value) {
        json.raw('[').raw(Numbers.time(at)).raw(",\"").sample(value).raw("\"]");
    }

    private static void histogram(JsonOut json, long at, FloatHistogram histogram) {
        json.raw('[').raw(Numbers.time(at)).raw(",{\"count\":\"");
        json.raw(Numbers.sample(histogram.count())).raw("\",\"sum\":\"");
        json.raw(Numbers.sample(histogram.sum())).raw('"');
        boolean first = true;
        for (BucketView bucket : BucketView.of(histogram)) {
            if (bucket.count() == 0) {
                continue;
            }
            json.raw(first ? ",\"buckets\":[[" : ",[").number(rule(bucket));
            json.raw(",\"").raw(Numbers.sample(bucket.lower()));
            json.raw("\",\"").raw(Numbers.sample(bucket.upper()));
            json.raw("\",\"").raw(Numbers.sample(bucket.count())).raw("\"]");
            first = false;
        }
        json.raw(first ? "}]" : "]}]");
    }

    /// 0: open left, 1: open right, 2: open both, 3: closed both.
    private static int rule(BucketView bucket) {
        if (bucket.lowerInclusive()) {
            return bucket.upperInclusive() ? 3 : 1;
        }
        return bucket.upperInclusive() ? 0 : 2;
    }

    /// What the query cost.
    static void stats(JsonOut json, Result.Stats stats, Duration took) {
        json.raw(",\"stats\":{\"timings\":{\"execTotalTime\":");
        json.raw(Numbers.json(took.toNanos() / 1e9)).raw("},\"samples\":{");
        json.key("totalQueryableSamples", true).number(stats.queryableSamples());
        json.key("peakSamples", false).number(stats.peakSamples()).raw("}}");
    }
}
