package tocsin.promql.eval;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import tocsin.labels.GroupTemplate;
import tocsin.labels.LabelNames;
import tocsin.labels.Labels;
import tocsin.promql.ast.Expr;

import java.util.ArrayList;
import java.util.List;

/// `label_replace` and `label_join`: rules that give rows other labels, worked out once for a
/// shape. What is wrong with their arguments is told when they are evaluated, as upstream does.
final class LabelCalls {
    private static final String ANYTHING = "(.*)";
    private static final String SOMETHING = "(.+)";

    private LabelCalls() {}

    static String text(Expr.Call call, int index) {
        if (call.argument(index) instanceof Expr.StringLiteral(var value, var _)) {
            return value;
        }
        throw new QueryException("expected a string literal in " + call.function().name() + "()");
    }

    static Relabel.Rule replace(Expr.Call call) {
        String destination = text(call, 1);
        String replacement = text(call, 2);
        String source = text(call, 3);
        String regex = text(call, 4);
        Pattern pattern;
        try {
            pattern = Pattern.compile("^(?s:" + regex + ")$");
        } catch (PatternSyntaxException e) {
            throw new QueryException(
                    QueryException.Kind.EXECUTION,
                    "invalid regular expression in label_replace(): " + regex,
                    e);
        }
        if (!LabelNames.isUtf8(destination)) {
            throw new QueryException(
                    "invalid destination label name in label_replace(): " + destination);
        }
        if (copies(regex, replacement)) {
            boolean evenEmpty = regex.equals(ANYTHING);
            return (labels, drops) -> {
                String value = labels.get(source);
                return evenEmpty || !value.isEmpty()
                        ? with(labels, drops, destination, value)
                        : new Relabel.Named(labels, drops);
            };
        }
        return (labels, drops) -> {
            Matcher matcher = pattern.matcher(labels.get(source));
            return matcher.matches()
                    ? with(
                            labels,
                            drops,
                            destination,
                            GroupTemplate.expand(replacement, matcher, pattern))
                    : new Relabel.Named(labels, drops);
        };
    }

    /// Whether the value is copied as it stands, as most do: that needs no expression.
    private static boolean copies(String regex, String replacement) {
        return (regex.equals(ANYTHING) || regex.equals(SOMETHING))
                && (replacement.equals("$1") || replacement.equals("${1}"));
    }

    private static Relabel.Named with(Labels labels, boolean drops, String name, String value) {
        boolean drop = drops && !name.equals(Labels.METRIC_NAME);
        return new Relabel.Named(labels.with(name, value), drop);
    }

    static Relabel.Rule join(Expr.Call call) {
        String destination = text(call, 1);
        String separator = text(call, 2);
        List<String> sources = new ArrayList<>();
        for (int i = 3; i < call.arguments().size(); i++) {
            String source = text(call, i);
            if (!LabelNames.isUtf8(source)) {
                throw new QueryException("invalid source label name in label_join(): " + source);
            }
            sources.add(source);
        }
        if (!LabelNames.isUtf8(destination)) {
            throw new QueryException(
                    "invalid destination label name in label_join(): " + destination);
        }
        return (labels, drops) -> {
            var text = new StringBuilder();
            for (int i = 0; i < sources.size(); i++) {
                text.append(i == 0 ? "" : separator).append(labels.get(sources.get(i)));
            }
            return with(labels, drops, destination, text.toString());
        };
    }

    /// A node that gives its argument's rows other labels.
    static VectorNode node(Expr.Call call, VectorNode argument) {
        boolean replaces = call.function().name().equals("label_replace");
        return new VectorNode() {
            private Relabel.@org.jspecify.annotations.Nullable Cache cache;

            @Override
            public Vector vector(Run run, Grid grid) {
                Vector input = argument.vector(run, grid);
                Relabel.Cache found = cache;
                if (found == null) {
                    found = new Relabel.Cache(replaces ? replace(call) : join(call));
                    cache = found;
                }
                return found.apply(run, input, false);
            }
        };
    }
}
