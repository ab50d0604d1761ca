package tocsin.gotemplate;

import org.jspecify.annotations.Nullable;

import tocsin.gotemplate.parse.Node;
import tocsin.gotemplate.parse.Node.Command;
import tocsin.gotemplate.parse.Node.Operand;
import tocsin.gotemplate.parse.Node.Pipe;
import tocsin.gotemplate.value.FunctionException;
import tocsin.gotemplate.value.GoFunction;
import tocsin.gotemplate.value.GoType;
import tocsin.gotemplate.value.Quotes;
import tocsin.gotemplate.value.Value;

import java.util.List;

/// Evaluates pipelines: commands, fields, methods and functions.
final class Evaluator {
    private static final List<Operand> ALONE = List.of();

    private final Functions functions;
    private final Run run;
    private final Arguments arguments;

    Evaluator(Functions functions, Run run) {
        this.functions = functions;
        this.run = run;
        this.arguments = new Arguments(this, run);
    }

    /// The value of a pipeline, after its variables have been set.
    Value pipeline(Value dot, Pipe pipe) throws TemplateException {
        run.at(pipe);
        Value value = null;
        for (Command command : pipe.commands()) {
            value = Value.unbox(command(dot, command, value));
        }
        Value last = value == null ? Value.NOTHING : value;
        for (Node.Variable variable : pipe.variables()) {
            if (pipe.assigns()) {
                run.set(variable.names().getFirst(), last);
            } else {
                run.push(variable.names().getFirst(), last);
            }
        }
        return last;
    }

    private Value command(Value dot, Command command, @Nullable Value before)
            throws TemplateException {
        List<Operand> operands = command.operands();
        Operand first = operands.getFirst();
        return switch (first) {
            case Node.Field field -> field(dot, field, operands, before);
            case Node.Chain chain -> chain(dot, chain, operands, before);
            case Node.Identifier identifier -> function(dot, identifier, command, operands, before);
            case Node.Variable variable -> variable(dot, variable, operands, before);
            case Pipe pipe -> {
                mustBeAlone(operands, before);
                yield pipeline(dot, pipe);
            }
            case Node.Dot _, Node.Bool _, Node.Numeral _, Node.Str _, Node.Nil _ -> {
                run.at(first);
                mustBeAlone(operands, before);
                if (first instanceof Node.Nil) {
                    throw run.failure("nil is not a command");
                }
                yield literal(dot, first);
            }
        };
    }

    private void mustBeAlone(List<Operand> operands, @Nullable Value before)
            throws TemplateException {
        if (operands.size() > 1 || before != null) {
            throw run.failure("can't give argument to non-function " + operands.getFirst());
        }
    }

    /// A value that stands for itself, where nothing says what type it should have.
    Value literal(Value dot, Operand operand) throws TemplateException {
        run.at(operand);
        return switch (operand) {
            case Node.Bool(_, boolean value) -> Value.of(value);
            case Node.Dot _ -> dot;
            case Node.Str(_, _, String text) -> Value.of(text);
            case Node.Numeral number ->
                    number.constant()
                            .ideal()
                            .orElseThrow(() -> run.failure(number.text() + " overflows int"));
            case Node.Field _,
                    Node.Chain _,
                    Node.Identifier _,
                    Node.Variable _,
                    Pipe _,
                    Node.Nil _ ->
                    operand(dot, operand);
        };
    }

    /// The value of an operand that is no literal, without arguments.
    Value operand(Value dot, Operand operand) throws TemplateException {
        return switch (operand) {
            case Node.Field field -> field(dot, field, ALONE, null);
            case Node.Chain chain -> chain(dot, chain, ALONE, null);
            case Node.Identifier identifier -> function(dot, identifier, identifier, ALONE, null);
            case Node.Variable variable -> variable(dot, variable, ALONE, null);
            case Pipe pipe -> pipeline(dot, pipe);
            case Node.Nil _ -> Value.NOTHING;
            case Node.Dot _, Node.Bool _, Node.Numeral _, Node.Str _ -> literal(dot, operand);
        };
    }

    private Value field(Value dot, Node.Field field, List<Operand> operands, @Nullable Value before)
            throws TemplateException {
        run.at(field);
        return fields(new Call(dot, field, operands, before), dot, field.names());
    }

    private Value chain(Value dot, Node.Chain chain, List<Operand> operands, @Nullable Value before)
            throws TemplateException {
        run.at(chain);
        if (chain.of() instanceof Node.Nil) {
            throw run.failure("indirection through explicit nil in " + chain);
        }
        Value of = operand(dot, chain.of());
        return fields(new Call(dot, chain, operands, before), of, chain.names());
    }

    private Value variable(
            Value dot, Node.Variable variable, List<Operand> operands, @Nullable Value before)
            throws TemplateException {
        run.at(variable);
        Value value = run.get(variable.names().getFirst());
        if (variable.names().size() == 1) {
            mustBeAloneUnlessEmpty(operands, before);
            return value;
        }
        List<String> names = variable.names().subList(1, variable.names().size());
        return fields(new Call(dot, variable, operands, before), value, names);
    }

    private void mustBeAloneUnlessEmpty(List<Operand> operands, @Nullable Value before)
            throws TemplateException {
        if (!operands.isEmpty()) {
            mustBeAlone(operands, before);
        }
    }

    /// Something that may be called: where it stands, and with what.
    ///
    /// @param node that errors of the call are shown at
    /// @param operands the first is what is called; empty when it stands alone
    /// @param before the value of the command before, which is the last argument
    record Call(Value dot, Node node, List<Operand> operands, @Nullable Value before) {
        boolean hasArguments() {
            return operands.size() > 1 || before != null;
        }

        Call alone() {
            return new Call(dot, node, ALONE, null);
        }
    }

    /// Follows names from a value; only the last, if it is a method, gets the arguments.
    private Value fields(Call call, Value from, List<String> names) throws TemplateException {
        Value value = from;
        int last = names.size() - 1;
        for (int i = 0; i < last; i++) {
            value = member(call.alone(), value, names.get(i));
        }
        return member(call, value, names.get(last));
    }

    private Value member(Call call, Value of, String name) throws TemplateException {
        if (of instanceof Value.Nothing) {
            return Value.NOTHING;
        }
        Value receiver = Value.unbox(of);
        GoType type = of.type();
        if (receiver instanceof Value.Nothing) {
            throw run.failure("nil pointer evaluating " + type + "." + name);
        }
        GoFunction method = receiver.type().method(name);
        if (method != null) {
            return call(call, name, method, receiver);
        }
        if (receiver instanceof Value.Struct struct) {
            int index = struct.struct().fields().indexOf(name);
            if (index >= 0) {
                if (call.hasArguments()) {
                    throw run.failure(name + " has arguments but cannot be invoked as function");
                }
                return struct.fields().get(index);
            }
        }
        if (receiver instanceof Value.Dict dict) {
            if (call.hasArguments()) {
                throw run.failure(name + " is not a method but has arguments");
            }
            return Collections.entry(dict, name);
        }
        throw run.failure("can't evaluate field " + name + " in type " + type);
    }

    private Value function(
            Value dot,
            Node.Identifier identifier,
            Node node,
            List<Operand> operands,
            @Nullable Value before)
            throws TemplateException {
        run.at(identifier);
        GoFunction function = functions.find(identifier.name());
        if (function == null) {
            throw run.failure(Quotes.quote(identifier.name()) + " is not a defined function");
        }
        Call call = new Call(dot, node, operands, before);
        if (Builtins.isShortCircuit(function)) {
            return shortCircuit(call, identifier.name(), function);
        }
        return call(call, identifier.name(), function, null);
    }

    private Value shortCircuit(Call call, String name, GoFunction function)
            throws TemplateException {
        arguments.check(call, name, function);
        Value value = Value.NOTHING;
        for (int i = 1; i < call.operands().size(); i++) {
            value = arguments.evaluate(call.dot(), GoType.REFLECTED, call.operands().get(i));
            if (Truth.of(value) == Builtins.isOr(function)) {
                return value;
            }
        }
        return call.before() == null ? value : call.before();
    }

    private Value call(Call call, String name, GoFunction function, @Nullable Value receiver)
            throws TemplateException {
        arguments.check(call, name, function);
        if (function.results() > 1) {
            throw run.failure(
                    "can't call method/function "
                            + Quotes.quote(name)
                            + " with "
                            + function.results()
                            + " results");
        }
        Value[] evaluated = arguments.evaluate(call, function, receiver);
        try {
            Value result = function.body().call(evaluated);
            run.chargeFor(result);
            return result;
        } catch (FunctionException e) {
            run.at(call.node());
            throw run.failure("error calling " + name + ": " + e.getMessage());
        }
    }
}
