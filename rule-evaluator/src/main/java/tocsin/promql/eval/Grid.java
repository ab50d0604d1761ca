package tocsin.promql.eval;

/// The steps of an evaluation.
///
/// @param start of the first, in milliseconds
/// @param step between two, in milliseconds; 0 when there is one
record Grid(long start, long step, int steps) {
    static Grid instant(long at) {
        return new Grid(at, 0, 1);
    }

    long at(int index) {
        return start + index * step;
    }

    long end() {
        return at(steps - 1);
    }
}
