package tocsin.promql.eval;

import io.airlift.compress.v3.xxhash.XxHash64JavaHasher;

import tocsin.labels.Labels;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The hash by which `limit_ratio` chooses: xxHash64 of the labels, as upstream writes them.
final class SeriesHash {
    private static final int LONG = 255;

    private SeriesHash() {}

    static long of(Labels labels) {
        var out = new ByteArrayOutputStream();
        labels.forEachLabel((name, value) -> {
            append(name, out);
            append(value, out);
        });
        byte[] bytes = out.toByteArray();
        return XxHash64JavaHasher.hash(bytes, 0, bytes.length, 0);
    }

    private static void append(String text, ByteArrayOutputStream out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < LONG) {
            out.write(bytes.length);
        } else {
            out.write(LONG);
            out.write(bytes.length);
            out.write(bytes.length >>> 8);
            out.write(bytes.length >>> 16);
        }
        out.writeBytes(bytes);
    }
}
