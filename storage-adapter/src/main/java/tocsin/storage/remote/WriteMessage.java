package tocsin.storage.remote;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;

import tocsin.labels.Labels;
import tocsin.promql.value.FloatHistogram;
import tocsin.rules.SampleSink.Sample;
import tocsin.storage.codec.ProtoOut;
import tocsin.storage.ingest.HistogramOut;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// Messages of remote write 1.0, compressed.
final class WriteMessage {
    private static final int UNKNOWN = 0;
    private static final int GAUGE = 2;

    private WriteMessage() {}

    /// Samples as a `prometheus.WriteRequest`.
    static byte[] of(List<Sample> samples, Labels external) {
        var message = new ProtoOut(128 * samples.size());
        for (Sample sample : samples) {
            message.message(1, series(sample, external));
        }
        return packed(message.toBytes());
    }

    /// What is known of metrics that rules make: little, but whose they are.
    static byte[] metadata(Collection<String> metrics) {
        var message = new ProtoOut(64 * metrics.size());
        for (String metric : metrics) {
            boolean alerts = metric.equals("ALERTS") || metric.equals("ALERTS_FOR_STATE");
            var one = new ProtoOut(64).varint(1, alerts ? GAUGE : UNKNOWN).text(2, metric);
            message.message(3, one.text(4, "Written by rules of Tocsin."));
        }
        return packed(message.toBytes());
    }

    /// Several compressed messages as one: fields that repeat may stand one after the other.
    static byte[] joined(List<byte[]> messages) {
        if (messages.size() == 1) {
            return messages.getFirst();
        }
        var snappy = new SnappyJavaDecompressor();
        int length = 0;
        for (byte[] each : messages) {
            length += snappy.getUncompressedLength(each, 0);
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] each : messages) {
            at += snappy.decompress(each, 0, each.length, all, at, length - at);
        }
        return packed(all);
    }

    /// Compressed as messages of remote write and remote read are.
    static byte[] packed(byte[] message) {
        var snappy = new SnappyJavaCompressor();
        byte[] packed = new byte[snappy.maxCompressedLength(message.length)];
        int length = snappy.compress(message, 0, message.length, packed, 0, packed.length);
        return Arrays.copyOf(packed, length);
    }

    private static ProtoOut series(Sample sample, Labels external) {
        var series = new ProtoOut(256);
        withExternal(sample.labels(), external)
                .forEachLabel((name, value) ->
                        series.message(1, new ProtoOut(64).text(1, name).text(2, value)));
        FloatHistogram histogram = sample.histogram();
        if (histogram != null) {
            return series.message(4, HistogramOut.of(histogram, sample.timestampMillis()));
        }
        var value = new ProtoOut(32).f64(1, sample.value());
        return series.message(2, value.varint(2, sample.timestampMillis()));
    }

    /// A sample's own labels win.
    private static Labels withExternal(Labels own, Labels external) {
        if (external.isEmpty()) {
            return own;
        }
        var builder = external.toBuilder();
        own.forEachLabel(builder::set);
        return builder.build();
    }
}
