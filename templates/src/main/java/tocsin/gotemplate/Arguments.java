package tocsin.gotemplate;

import org.jspecify.annotations.Nullable;

import tocsin.gotemplate.parse.Constant;
import tocsin.gotemplate.parse.Node;
import tocsin.gotemplate.parse.Node.Operand;
import tocsin.gotemplate.value.GoFunction;
import tocsin.gotemplate.value.GoType;
import tocsin.gotemplate.value.Kind;
import tocsin.gotemplate.value.Value;

import java.util.List;

/// Evaluates the arguments of functions and fits them to the parameters' types.
final class Arguments {
    private final Evaluator evaluator;
    private final Run run;

    Arguments(Evaluator evaluator, Run run) {
        this.evaluator = evaluator;
        this.run = run;
    }

    /// Refuses a wrong number of arguments.
    void check(Evaluator.Call call, String name, GoFunction function) throws TemplateException {
        int written = Math.max(call.operands().size() - 1, 0);
        int given = written + (call.before() == null ? 0 : 1);
        int wanted = function.parameters().size();
        if (function.variadic() && given < wanted - 1) {
            throw run.failure(
                    "wrong number of args for "
                            + name
                            + ": want at least "
                            + (wanted - 1)
                            + " got "
                            + written);
        }
        if (!function.variadic() && given != wanted) {
            throw run.failure(
                    "wrong number of args for " + name + ": want " + wanted + " got " + given);
        }
    }

    /// The arguments of a call, the receiver first if there is one.
    Value[] evaluate(Evaluator.Call call, GoFunction function, @Nullable Value receiver)
            throws TemplateException {
        int written = Math.max(call.operands().size() - 1, 0);
        int first = receiver == null ? 0 : 1;
        Value[] values = new Value[first + written + (call.before() == null ? 0 : 1)];
        if (receiver != null) {
            values[0] = receiver;
        }
        for (int i = 0; i < written; i++) {
            GoType type = parameter(function, i, receiver);
            values[first + i] = evaluate(call.dot(), type, call.operands().get(i + 1));
        }
        if (call.before() != null) {
            values[first + written] = fit(call.before(), parameter(function, written, receiver));
        }
        return values;
    }

    private static GoType parameter(GoFunction function, int index, @Nullable Value receiver) {
        List<GoType> parameters = function.parameters();
        GoType type = parameters.get(Math.min(index, parameters.size() - 1));
        return type == GoType.SELF && receiver != null ? receiver.type() : type;
    }

    /// One argument for a parameter of a type.
    Value evaluate(Value dot, GoType type, Operand operand) throws TemplateException {
        run.at(operand);
        return switch (operand) {
            case Node.Dot _ -> fit(dot, type);
            case Node.Nil _ -> {
                if (!type.canBeNil()) {
                    throw run.failure("cannot assign nil to " + type);
                }
                yield fit(Value.NOTHING, type);
            }
            case Node.Field _, Node.Variable _, Node.Pipe _, Node.Identifier _, Node.Chain _ ->
                    fit(evaluator.operand(dot, operand), type);
            case Node.Bool _, Node.Numeral _, Node.Str _ -> constant(dot, type, operand);
        };
    }

    private Value constant(Value dot, GoType type, Operand operand) throws TemplateException {
        if (type == GoType.ANY || type == GoType.REFLECTED) {
            return evaluator.literal(dot, operand);
        }
        return switch (type.kind()) {
            case BOOL -> {
                if (operand instanceof Node.Bool(_, boolean value)) {
                    yield Value.of(value);
                }
                throw expected("bool", operand);
            }
            case STRING -> {
                if (operand instanceof Node.Str(_, _, String text)) {
                    yield new Value.Str(text, type);
                }
                throw expected("string", operand);
            }
            case INT, UINT, FLOAT, COMPLEX -> number(type, operand);
            case INVALID, SLICE, MAP, STRUCT, POINTER, INTERFACE ->
                    throw run.failure("can't handle " + operand + " for arg of type " + type);
        };
    }

    private TemplateException expected(String what, Operand found) {
        return run.failure("expected " + what + "; found " + found);
    }

    private Value number(GoType type, Operand operand) throws TemplateException {
        boolean signed = type.kind() == Kind.INT;
        if (type.kind() == Kind.FLOAT) {
            if (operand instanceof Node.Numeral(_, _, Constant constant)
                    && constant.floating().isPresent()) {
                return Value.of(constant.floating().getAsDouble());
            }
            throw expected("float", operand);
        }
        if (operand instanceof Node.Numeral(_, _, Constant constant)) {
            var number = signed ? constant.integer() : constant.unsigned();
            if (number.isPresent()) {
                return new Value.Int(number.getAsLong(), type);
            }
        }
        throw expected(signed ? "integer" : "unsigned integer", operand);
    }

    /// A value as a parameter's type wants it.
    Value fit(Value value, GoType type) throws TemplateException {
        if (type == GoType.REFLECTED) {
            return value;
        }
        if (value instanceof Value.Nothing) {
            return switch (type.kind()) {
                case INTERFACE -> value;
                case SLICE -> new Value.Seq(List.of(), type);
                case MAP -> new Value.Dict(new String[0], new Value[0], type);
                case INVALID, BOOL, INT, UINT, FLOAT, COMPLEX, STRING, STRUCT, POINTER ->
                        throw run.failure("invalid value; expected " + type);
            };
        }
        Value inner = Value.unbox(value);
        if (inner.type().isAssignableTo(type)) {
            return inner;
        }
        if (inner instanceof Value.Struct struct && struct.isPointer() && struct.struct() == type) {
            return new Value.Struct(type, type, struct.fields());
        }
        GoType got = inner instanceof Value.Nothing ? value.type() : inner.type();
        throw run.failure("wrong type for value; expected " + type + "; got " + got);
    }
}
