package tocsin.server.api;

import org.jspecify.annotations.Nullable;

import tocsin.labels.LabelNames;
import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;
import tocsin.labels.TextPool;

import java.util.Arrays;

/// Where the names and values of one JSON object of texts stand in a body.
final class Pairs {
    private static final int PLACES = 4;
    private static final long FINGERPRINT = 0xcbf29ce484222325L;

    private final JsonText json;
    private int[] places = new int[16 * PLACES];
    private int count;

    Pairs(JsonText json) {
        this.json = json;
    }

    void clear() {
        count = 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    void add(int nameFrom, int nameTo, int valueFrom, int valueTo) {
        int at = count * PLACES;
        if (at == places.length) {
            places = Arrays.copyOf(places, 2 * places.length);
        }
        places[at] = nameFrom;
        places[at + 1] = nameTo;
        places[at + 2] = valueFrom;
        places[at + 3] = valueTo;
        count++;
    }

    /// The fingerprint of the labels that stand here.
    ///
    /// @return 0 when it cannot be told from the bytes as they stand: something is escaped, empty,
    ///   or out of order
    long fingerprint() {
        long hash = FINGERPRINT;
        for (int at = 0; at < count * PLACES; at += PLACES) {
            boolean empty = places[at + 2] == places[at + 3];
            if (empty || (at > 0 && !isInOrder(at))) {
                return 0;
            }
            hash = json.fingerprint(hash, places[at], places[at + 1]);
            hash = hash == 0 ? 0 : json.fingerprint(hash, places[at + 2], places[at + 3]);
            if (hash == 0) {
                return 0;
            }
        }
        return hash;
    }

    private boolean isInOrder(int at) {
        return json.isBefore(
                places[at - PLACES], places[at - PLACES + 1], places[at], places[at + 1]);
    }

    /// Whether these labels stand here, each once, in any order.
    boolean are(Labels labels) {
        if (labels.size() != count || count > Long.SIZE) {
            return false;
        }
        long seen = 0;
        for (int i = 0; i < count; i++) {
            int found = find(labels, i);
            if (found < 0 || ((seen >>> found) & 1) != 0) {
                return false;
            }
            seen |= 1L << found;
        }
        return true;
    }

    /// Which of the labels is the pair at `index`: most probably the one of the same index.
    private int find(Labels labels, int index) {
        int at = index * PLACES;
        for (int i = 0; i < count; i++) {
            int candidate = index + i < count ? index + i : index + i - count;
            if (json.is(labels.name(candidate), places[at], places[at + 1])) {
                boolean same = json.is(labels.value(candidate), places[at + 2], places[at + 3]);
                return same ? candidate : -1;
            }
        }
        return -1;
    }

    /// The labels that stand here.
    ///
    /// @return null when something is strange, or no label
    @Nullable Labels labels(TextPool pool) {
        var builder = new LabelsBuilder();
        for (int at = 0; at < count * PLACES; at += PLACES) {
            String name = json.string(places[at], places[at + 1], pool);
            String value = json.string(places[at + 2], places[at + 3], pool);
            if (name == null || value == null || !LabelNames.isUtf8(name)) {
                return null;
            }
            builder.set(name, value);
        }
        return builder.build();
    }
}
