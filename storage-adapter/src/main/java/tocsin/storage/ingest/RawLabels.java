package tocsin.storage.ingest;

import tocsin.labels.LabelNames;
import tocsin.labels.Labels;
import tocsin.storage.head.LabelHash;
import tocsin.storage.head.LabelKey;
import tocsin.storage.head.RefusedSeriesException;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Labels as they stand in a message. They become strings only when their series is new, so that
/// the common case allocates nothing. Used again for the next series.
final class RawLabels implements LabelKey {
    private static final byte[] NAME = Labels.METRIC_NAME.getBytes(StandardCharsets.UTF_8);

    private final byte[] bytes;
    private int[] spans = new int[4 * 32];
    private int count;
    private long hash;
    private boolean duplicates;

    RawLabels(byte[] bytes) {
        this.bytes = bytes;
    }

    void clear() {
        count = 0;
        duplicates = false;
    }

    /// Adds a label by where its name and value stand. One with an empty value is none.
    void add(int name, int nameLength, int value, int valueLength) {
        if (valueLength == 0) {
            return;
        }
        if (4 * (count + 1) > spans.length) {
            spans = Arrays.copyOf(spans, 2 * spans.length);
        }
        int at = count++;
        while (at > 0 && compareName(at - 1, name, nameLength) > 0) {
            System.arraycopy(spans, 4 * (at - 1), spans, 4 * at, 4);
            at--;
        }
        duplicates |= at > 0 && compareName(at - 1, name, nameLength) == 0;
        spans[4 * at] = name;
        spans[4 * at + 1] = nameLength;
        spans[4 * at + 2] = value;
        spans[4 * at + 3] = valueLength;
    }

    private int compareName(int index, int name, int length) {
        int from = spans[4 * index];
        return Arrays.compareUnsigned(
                bytes, from, from + spans[4 * index + 1], bytes, name, name + length);
    }

    /// Ends the label set.
    void seal() {
        long all = LabelHash.SEED;
        for (int i = 0; i < 4 * count; i += 2) {
            all = LabelHash.add(all, bytes, spans[i], spans[i + 1]);
        }
        hash = all;
    }

    boolean hasDuplicates() {
        return duplicates;
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean hasMetricName() {
        for (int i = 0; i < count; i++) {
            if (compareTo(NAME, i) == 0) {
                return true;
            }
        }
        return false;
    }

    private int compareTo(byte[] name, int index) {
        int from = spans[4 * index];
        return Arrays.compare(name, 0, name.length, bytes, from, from + spans[4 * index + 1]);
    }

    @Override
    public long hash() {
        return hash;
    }

    @Override
    public boolean is(Labels labels) {
        if (labels.size() != count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (!same(labels.value(i), spans[4 * i + 2], spans[4 * i + 3])
                    || !same(labels.name(i), spans[4 * i], spans[4 * i + 1])) {
                return false;
            }
        }
        return true;
    }

    private boolean same(String text, int from, int length) {
        if (text.length() != length) {
            return text.length() < length && sameUtf8(text, from, length);
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != bytes[from + i]) {
                return bytes[from + i] < 0 && sameUtf8(text, from, length);
            }
        }
        return true;
    }

    private boolean sameUtf8(String text, int from, int length) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(utf8, 0, utf8.length, bytes, from, from + length);
    }

    @Override
    public Labels toLabels() throws RefusedSeriesException {
        String[] pairs = new String[2 * count];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = text(spans[2 * i], spans[2 * i + 1]);
        }
        Labels labels = Labels.ofSorted(pairs);
        for (int i = 0; i < count; i++) {
            if (!LabelNames.isUtf8(pairs[2 * i])) {
                throw new RefusedSeriesException("invalid metric name or labels, got " + labels);
            }
        }
        return labels;
    }

    private String text(int from, int length) throws RefusedSeriesException {
        try {
            return String.valueOf(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, from, length)));
        } catch (CharacterCodingException e) {
            throw new RefusedSeriesException("invalid UTF-8 in labels");
        }
    }

    /// For messages, whatever stands there.
    @Override
    public String toString() {
        var text = new StringBuilder("{");
        for (int i = 0; i < Math.min(count, 32); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(lenient(spans[4 * i], spans[4 * i + 1]))
                    .append("=\"")
                    .append(lenient(spans[4 * i + 2], spans[4 * i + 3]))
                    .append('"');
        }
        return text.append('}').toString();
    }

    private String lenient(int from, int length) {
        return new String(bytes, from, Math.min(length, 256), StandardCharsets.UTF_8);
    }
}
