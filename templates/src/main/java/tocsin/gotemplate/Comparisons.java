package tocsin.gotemplate;

import tocsin.gotemplate.value.Bytes;
import tocsin.gotemplate.value.Format;
import tocsin.gotemplate.value.FunctionException;
import tocsin.gotemplate.value.Kind;
import tocsin.gotemplate.value.Value;

import java.util.List;
import java.util.Objects;

/// Go's comparisons in templates: only values of one basic kind compare, except that integers
/// compare whether signed or not.
final class Comparisons {
    private static final String INCOMPATIBLE = "incompatible types for comparison";
    private static final String INVALID = "invalid type for comparison";

    private Comparisons() {}

    /// Whether the first equals any of the others.
    static boolean equal(Value[] args) throws FunctionException {
        if (args.length < 2) {
            throw new FunctionException("missing argument for comparison");
        }
        Value first = Value.unbox(args[0]);
        for (int i = 1; i < args.length; i++) {
            if (equal(first, Value.unbox(args[i]))) {
                return true;
            }
        }
        return false;
    }

    static boolean equal(Value a, Value b) throws FunctionException {
        Kind left = basic(a);
        Kind right = basic(b);
        if (left != right) {
            if (areIntegers(left, right)) {
                return compareIntegers(a, b) == 0;
            }
            if (a instanceof Value.Nothing || b instanceof Value.Nothing) {
                return false;
            }
            throw new FunctionException(INCOMPATIBLE);
        }
        return switch (left) {
            case BOOL -> ((Value.Bool) a).value() == ((Value.Bool) b).value();
            case COMPLEX -> {
                Value.Complex x = (Value.Complex) a;
                Value.Complex y = (Value.Complex) b;
                yield x.re() == y.re() && x.im() == y.im();
            }
            case FLOAT -> ((Value.Real) a).value() == ((Value.Real) b).value();
            case INT, UINT -> ((Value.Int) a).value() == ((Value.Int) b).value();
            case STRING -> ((Value.Str) a).value().equals(((Value.Str) b).value());
            case INVALID, SLICE, MAP, STRUCT, POINTER, INTERFACE -> equalOthers(a, b);
        };
    }

    private static boolean equalOthers(Value a, Value b) throws FunctionException {
        boolean aIsNil = a instanceof Value.Nothing;
        boolean bIsNil = b instanceof Value.Nothing;
        if (aIsNil || bIsNil) {
            return aIsNil == bIsNil;
        }
        if (a.type().kind() != b.type().kind()) {
            throw new FunctionException(
                    "non-comparable types "
                            + Format.sprintf("%s", List.of(a))
                            + ": "
                            + a.type()
                            + ", "
                            + b.type()
                            + ": "
                            + Format.shown(b));
        }
        if (!b.type().isComparable()) {
            throw new FunctionException(
                    "non-comparable type " + Format.sprintf("%s", List.of(a)) + ": " + b.type());
        }
        return Objects.equals(a, b);
    }

    static boolean less(Value[] args) throws FunctionException {
        return less(Value.unbox(args[0]), Value.unbox(args[1]));
    }

    private static boolean less(Value a, Value b) throws FunctionException {
        Kind left = basic(a);
        Kind right = basic(b);
        if (left == Kind.INVALID || right == Kind.INVALID) {
            throw new FunctionException(INVALID);
        }
        if (left != right) {
            if (areIntegers(left, right)) {
                return compareIntegers(a, b) < 0;
            }
            throw new FunctionException(INCOMPATIBLE);
        }
        return switch (left) {
            case FLOAT -> ((Value.Real) a).value() < ((Value.Real) b).value();
            case INT -> ((Value.Int) a).value() < ((Value.Int) b).value();
            case UINT -> Long.compareUnsigned(((Value.Int) a).value(), ((Value.Int) b).value()) < 0;
            case STRING -> Bytes.compare(((Value.Str) a).value(), ((Value.Str) b).value()) < 0;
            case BOOL, COMPLEX, INVALID, SLICE, MAP, STRUCT, POINTER, INTERFACE ->
                    throw new FunctionException(INVALID);
        };
    }

    static boolean lessOrEqual(Value[] args) throws FunctionException {
        return less(args) || equal(args);
    }

    private static boolean areIntegers(Kind a, Kind b) {
        return (a == Kind.INT && b == Kind.UINT) || (a == Kind.UINT && b == Kind.INT);
    }

    private static int compareIntegers(Value a, Value b) {
        long x = ((Value.Int) a).value();
        long y = ((Value.Int) b).value();
        boolean xSigned = a.type().kind() == Kind.INT;
        if (xSigned ? x < 0 : y < 0) {
            return xSigned ? -1 : 1;
        }
        return Long.compareUnsigned(x, y);
    }

    private static Kind basic(Value value) {
        return switch (value.type().kind()) {
            case BOOL -> Kind.BOOL;
            case INT -> Kind.INT;
            case UINT -> Kind.UINT;
            case FLOAT -> Kind.FLOAT;
            case COMPLEX -> Kind.COMPLEX;
            case STRING -> Kind.STRING;
            case INVALID, SLICE, MAP, STRUCT, POINTER, INTERFACE -> Kind.INVALID;
        };
    }
}
