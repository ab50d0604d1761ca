package tocsin.gotemplate;

import tocsin.gotemplate.value.Value;

/// What counts as true: everything but the empty and the zero.
public final class Truth {
    private Truth() {}

    /// Whether a value is true.
    public static boolean of(Value value) {
        return switch (value) {
            case Value.Nothing _ -> false;
            case Value.Boxed(Value inner) -> of(inner);
            case Value.Bool(boolean truth) -> truth;
            case Value.Int(long number, _) -> number != 0;
            case Value.Real(double number) -> number != 0;
            case Value.Complex(double re, double im) -> re != 0 || im != 0;
            case Value.Str(String text, _) -> !text.isEmpty();
            case Value.Seq seq -> !seq.items().isEmpty();
            case Value.Dict dict -> dict.keys().length > 0;
            case Value.Struct _, Value.Time _ -> true;
        };
    }
}
