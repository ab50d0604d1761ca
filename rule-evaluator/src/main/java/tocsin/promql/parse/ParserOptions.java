package tocsin.promql.parse;

/// What of the language is enabled, by Prometheus's feature flags.
///
/// @param experimentalFunctions `promql-experimental-functions`
/// @param durationExpressions `promql-duration-expr`
/// @param extendedSelectors `promql-extended-range-selectors`
/// @param fillModifiers `promql-binop-fill-modifiers`
public record ParserOptions(
        boolean experimentalFunctions,
        boolean durationExpressions,
        boolean extendedSelectors,
        boolean fillModifiers) {
    /// As a server without feature flags has it.
    public static final ParserOptions SERVER = new ParserOptions(false, true, false, false);

    /// Everything.
    public static final ParserOptions ALL = new ParserOptions(true, true, true, true);
}
