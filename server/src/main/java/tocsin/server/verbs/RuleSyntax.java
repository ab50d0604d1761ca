package tocsin.server.verbs;

import tocsin.promql.parse.Parser;
import tocsin.promql.parse.ParserOptions;
import tocsin.rules.ExpressionSyntax;
import tocsin.server.parts.RuleTemplates;

/// Whether expressions of rules are well formed, without anything to evaluate them over.
final class RuleSyntax {
    private RuleSyntax() {}

    static ExpressionSyntax of(ParserOptions options) {
        return RuleTemplates.checking(text -> Parser.parse(text, options));
    }
}
