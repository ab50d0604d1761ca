package tocsin.storage.head;

import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import java.util.Arrays;

/// The series that have one value of one label. Most values of most labels are borne by a few
/// series, for which a bitmap would be far too large; it becomes one beyond 32. Guarded by the
/// index.
final class Postings {
    private static final int MOST_SMALL = 32;

    /// The value, of which this is the one copy that all series share.
    final String value;

    private int[] few;
    private int size;
    private @Nullable RoaringBitmap many;

    Postings(String value) {
        this.value = value;
        this.few = new int[1];
    }

    /// Adds a series; numbers only ever rise.
    void add(int id) {
        if (many != null) {
            many.add(id);
            return;
        }
        if (size == MOST_SMALL) {
            many = RoaringBitmap.bitmapOf(few);
            many.add(id);
            few = new int[0];
            return;
        }
        if (size == few.length) {
            few = Arrays.copyOf(few, Math.max(2, Math.min(MOST_SMALL, 2 * size)));
        }
        few[size++] = id;
    }

    /// Removes series, and says whether any is left.
    boolean remove(RoaringBitmap gone) {
        if (many != null) {
            many.andNot(gone);
            return !many.isEmpty();
        }
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (!gone.contains(few[i])) {
                few[kept++] = few[i];
            }
        }
        size = kept;
        return size > 0;
    }

    void addTo(RoaringBitmap all) {
        if (many != null) {
            all.or(many);
        } else {
            for (int i = 0; i < size; i++) {
                all.add(few[i]);
            }
        }
    }
}
