package tocsin.storage.match;

import org.roaringbitmap.RoaringBitmap;

import tocsin.promql.source.Patience;

/// An index of series by number, as far as a search needs one. Bitmaps it gives are not written to.
public interface SearchableIndex {
    /// All series.
    RoaringBitmap all();

    /// The series that have a label, whatever its value.
    RoaringBitmap having(String name);

    /// Adds the series whose value of the label the positive form of the test names.
    void addNamed(ValueTest test, RoaringBitmap into, Patience patience);
}
