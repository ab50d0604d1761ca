package tocsin.server.verbs;

import tocsin.promql.parse.ParserOptions;

import java.util.List;

/// The features of PromQL that `--enable-feature` names, as promtool has them.
final class Features {
    private Features() {}

    static ParserOptions parser(String features) {
        List<String> named = Verbs.words(features);
        return new ParserOptions(
                named.contains("promql-experimental-functions"),
                true,
                named.contains("promql-extended-range-selectors"),
                named.contains("promql-binop-fill-modifiers"));
    }

    static boolean delayedNameRemoval(String features) {
        return Verbs.words(features).contains("promql-delayed-name-removal");
    }
}
