package tocsin.promql.eval;

import org.jspecify.annotations.Nullable;

import tocsin.promql.ast.Expr.Extension;
import tocsin.promql.value.SampleBuffer;

/// An expression that gives ranges of samples.
interface RangeNode {
    /// The ranges for each step of a grid.
    Ranges ranges(Run run, Grid grid);

    /// What kind of ranges these are.
    Extension extension();

    /// Series with their samples, read one after another, and where the windows lie on them.
    interface Ranges {
        Shape shape();

        Place place();

        /// The samples of a row, without stale markers, valid until the next is read.
        SampleBuffer read(int row);
    }

    /// Where windows lie.
    ///
    /// @param at the moment that `@` names
    /// @param range the length of a window in milliseconds
    /// @param before how much earlier samples are seen, for the value at the left edge
    /// @param after how much later samples are seen, for the value at the right edge
    record Place(Grid grid, @Nullable Long at, long offset, long range, long before, long after) {
        long end(int step) {
            return (at == null ? grid.at(step) : at) - offset;
        }
    }
}
