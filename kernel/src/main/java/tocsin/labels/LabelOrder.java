package tocsin.labels;

import java.util.Comparator;

/// The order in which upstream lists label sets: fewer labels first; among equally many, the first
/// difference decides, and a set that lacks a name the other has comes before it.
///
/// So `{b="1"}` stands before `{a="1"}`, for it lacks `a`: upstream's own order, which is not the
/// alphabet's, and messages that are cut to a number of alerts depend on it.
public final class LabelOrder implements Comparator<Labels> {
    /// The one there is.
    public static final Comparator<Labels> UPSTREAM = new LabelOrder();

    private LabelOrder() {}

    @Override
    public int compare(Labels a, Labels b) {
        if (a.size() != b.size()) {
            return Integer.compare(a.size(), b.size());
        }
        for (int i = 0; i < a.size(); i++) {
            int names = Labels.BYTE_ORDER.compare(a.name(i), b.name(i));
            if (names != 0) {
                return -names;
            }
            int values = Labels.BYTE_ORDER.compare(a.value(i), b.value(i));
            if (values != 0) {
                return values;
            }
        }
        return 0;
    }
}
