package tocsin.promql.eval;

/// An expression that gives an instant vector. Nodes keep what they derived from labels between
/// evaluations, so one node serves one evaluation at a time.
interface VectorNode {
    /// The vector at each step of a grid.
    Vector vector(Run run, Grid grid);
}
