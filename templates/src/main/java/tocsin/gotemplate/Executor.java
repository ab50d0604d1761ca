package tocsin.gotemplate;

import org.jspecify.annotations.Nullable;

import tocsin.gotemplate.parse.Node;
import tocsin.gotemplate.parse.Node.Block;
import tocsin.gotemplate.parse.Node.Statement;
import tocsin.gotemplate.parse.Tree;
import tocsin.gotemplate.value.Format;
import tocsin.gotemplate.value.FunctionException;
import tocsin.gotemplate.value.GoType;
import tocsin.gotemplate.value.Kind;
import tocsin.gotemplate.value.Quotes;
import tocsin.gotemplate.value.Value;

import java.util.List;
import java.util.Optional;

/// Walks the statements of a template and writes what they say.
final class Executor {
    private final TemplateSet templates;
    private final Functions functions;
    private final Limits limits;

    Executor(TemplateSet templates, Functions functions, Limits limits) {
        this.templates = templates;
        this.functions = functions;
        this.limits = limits;
    }

    String run(Tree tree, Value data) throws TemplateException {
        Run run = new Run(limits, tree, data);
        new Walk(templates, run, new Evaluator(functions, run)).block(data, tree.root());
        return run.out().toString();
    }

    /// How a statement ended.
    private enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    /// One execution under way.
    private static final class Walk {
        private final TemplateSet templates;
        private final Run run;
        private final Evaluator evaluator;
        private int depth;

        Walk(TemplateSet templates, Run run, Evaluator evaluator) {
            this.templates = templates;
            this.run = run;
            this.evaluator = evaluator;
        }

        Flow block(Value dot, @Nullable Block block) throws TemplateException {
            if (block == null) {
                return Flow.ON;
            }
            List<Statement> statements = block.statements();
            for (int i = 0; i < statements.size(); i++) {
                Flow flow = statement(dot, statements.get(i));
                if (flow != Flow.ON) {
                    return flow;
                }
            }
            return Flow.ON;
        }

        private Flow statement(Value dot, Statement statement) throws TemplateException {
            run.at(statement);
            return switch (statement) {
                case Node.Text(_, String text) -> {
                    run.out().append(text);
                    run.checkOutput();
                    yield Flow.ON;
                }
                case Node.Action action -> action(dot, action);
                case Node.If branch -> {
                    int mark = run.mark();
                    boolean holds = Truth.of(evaluator.pipeline(dot, branch.pipe()));
                    Flow flow = block(dot, holds ? branch.then() : branch.otherwise());
                    run.pop(mark);
                    yield flow;
                }
                case Node.With with -> {
                    int mark = run.mark();
                    Value value = evaluator.pipeline(dot, with.pipe());
                    boolean holds = Truth.of(value);
                    Flow flow = holds ? block(value, with.then()) : block(dot, with.otherwise());
                    run.pop(mark);
                    yield flow;
                }
                case Node.Range range -> range(dot, range);
                case Node.Break _ -> Flow.BREAK;
                case Node.Continue _ -> Flow.CONTINUE;
                case Node.Call call -> call(dot, call);
            };
        }

        private Flow action(Value dot, Node.Action action) throws TemplateException {
            Value value = evaluator.pipeline(dot, action.pipe());
            if (action.pipe().variables().isEmpty()) {
                run.at(action);
                print(value);
            }
            return Flow.ON;
        }

        private void print(Value value) throws TemplateException {
            Value shown =
                    value instanceof Value.Struct struct && struct.isPointer()
                            ? new Value.Struct(struct.struct(), struct.struct(), struct.fields())
                            : value;
            if (shown instanceof Value.Nothing) {
                run.out().append("<no value>");
            } else {
                try {
                    Format.print(run.out(), shown);
                } catch (FunctionException e) {
                    throw run.failure(String.valueOf(e.getMessage()));
                }
            }
            run.checkOutput();
        }

        private Flow call(Value dot, Node.Call call) throws TemplateException {
            Optional<Tree> callee = templates.tree(call.name());
            if (callee.isEmpty()) {
                throw run.failure("template " + Quotes.quote(call.name()) + " not defined");
            }
            if (depth == run.limits().depth()) {
                throw run.failure("exceeded maximum template depth (" + depth + ")");
            }
            Value data = call.pipe() == null ? Value.NOTHING : evaluator.pipeline(dot, call.pipe());
            Run.Caller caller = run.enter(callee.get(), data);
            depth++;
            block(data, callee.get().root());
            depth--;
            run.leave(caller);
            return Flow.ON;
        }

        private Flow range(Value dot, Node.Range range) throws TemplateException {
            int mark = run.mark();
            Value over = Value.unbox(evaluator.pipeline(dot, range.pipe()));
            boolean any =
                    switch (over) {
                        case Value.Seq seq -> overSequence(range, seq);
                        case Value.Dict dict -> overDict(range, dict);
                        case Value.Int number -> overInteger(range, number);
                        case Value.Nothing _ -> false;
                        case Value.Bool _, Value.Real _, Value.Complex _, Value.Str _ ->
                                throw cannotIterate(over);
                        case Value.Struct _, Value.Time _, Value.Boxed _ ->
                                throw cannotIterate(over);
                    };
            Flow flow = any ? Flow.ON : block(dot, range.otherwise());
            run.pop(mark);
            return flow;
        }

        private TemplateException cannotIterate(Value over) {
            return run.failure("range can't iterate over " + Format.shown(over));
        }

        private boolean overSequence(Node.Range range, Value.Seq seq) throws TemplateException {
            boolean boxes = seq.type().element() == GoType.ANY;
            List<Value> items = seq.items();
            boolean more = true;
            for (int i = 0; i < items.size() && more; i++) {
                Value item = boxes ? new Value.Boxed(items.get(i)) : items.get(i);
                more = iterate(range, Value.of((long) i), item);
            }
            return !items.isEmpty();
        }

        private boolean overDict(Node.Range range, Value.Dict dict) throws TemplateException {
            boolean boxes = dict.type().element() == GoType.ANY;
            String[] keys = dict.keys();
            boolean more = true;
            for (int i = 0; i < keys.length && more; i++) {
                Value value = dict.values()[i];
                Value item = boxes ? new Value.Boxed(value) : value;
                more = iterate(range, Value.of(keys[i]), item);
            }
            return keys.length > 0;
        }

        private boolean overInteger(Node.Range range, Value.Int number) throws TemplateException {
            if (range.pipe().variables().size() > 1) {
                throw run.failure(
                        "can't use "
                                + Format.shown(number)
                                + " to iterate over more than one variable");
            }
            boolean unsigned = number.type().kind() == Kind.UINT && number.value() < 0;
            long count = unsigned ? Long.MAX_VALUE : number.value();
            boolean more = true;
            for (long i = 0; i < count && more; i++) {
                more = iterate(range, Value.NOTHING, new Value.Int(i, number.type()));
            }
            return count > 0;
        }

        /// One turn of the loop; says whether another may follow.
        private boolean iterate(Node.Range range, Value index, Value element)
                throws TemplateException {
            run.charge(1);
            var variables = range.pipe().variables();
            int mark = run.mark();
            if (range.pipe().assigns()) {
                Value first = variables.size() > 1 ? index : element;
                run.set(variables.getFirst().names().getFirst(), first);
                if (variables.size() > 1) {
                    run.set(variables.get(1).names().getFirst(), element);
                }
            } else if (!variables.isEmpty()) {
                run.setTop(1, element);
                if (variables.size() > 1) {
                    run.setTop(2, index);
                }
            }
            Flow flow = block(element, range.body());
            run.pop(mark);
            return flow != Flow.BREAK;
        }
    }
}
