package tocsin.storage.match;

import org.roaringbitmap.RoaringBitmap;

import tocsin.promql.source.Patience;

import java.util.List;

/// Finds the series that pass all tests: sets of those that demand a label are intersected, then
/// what the others exclude is taken away.
public final class Search {
    private Search() {}

    /// The series that pass all tests, in a bitmap of the caller's.
    public static RoaringBitmap matching(
            SearchableIndex index, List<ValueTest> tests, Patience patience) {
        RoaringBitmap result = null;
        for (ValueTest test : tests) {
            if (test.matchesAbsent()) {
                continue;
            }
            RoaringBitmap passing = passing(index, test, patience);
            if (result == null) {
                result = passing;
            } else {
                result.and(passing);
            }
            if (result.isEmpty()) {
                return result;
            }
        }
        RoaringBitmap left = result == null ? index.all().clone() : result;
        for (ValueTest test : tests) {
            if (test.matchesAbsent()) {
                left.andNot(failing(index, test, patience));
            }
        }
        return left;
    }

    /// The series that have the label, with a value that passes.
    private static RoaringBitmap passing(SearchableIndex index, ValueTest test, Patience patience) {
        if (test.isNegative()) {
            RoaringBitmap rest = index.having(test.name()).clone();
            rest.andNot(named(index, test, patience));
            return rest;
        }
        return test.namesEverything()
                ? index.having(test.name()).clone()
                : named(index, test, patience);
    }

    /// The series that have the label, with a value that does not pass.
    private static RoaringBitmap failing(SearchableIndex index, ValueTest test, Patience patience) {
        if (test.isNegative()) {
            return named(index, test, patience);
        }
        if (test.namesEverything()) {
            return new RoaringBitmap();
        }
        RoaringBitmap rest = index.having(test.name()).clone();
        rest.andNot(named(index, test, patience));
        return rest;
    }

    private static RoaringBitmap named(SearchableIndex index, ValueTest test, Patience patience) {
        if (test.namesEverything()) {
            return index.having(test.name());
        }
        var union = new RoaringBitmap();
        index.addNamed(test, union, patience);
        return union;
    }
}
