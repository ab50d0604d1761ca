package tocsin.promql.eval;

/// An expression that gives a number.
interface ScalarNode {
    /// The number at each step of a grid.
    double[] scalar(Run run, Grid grid);
}
