package tocsin.gotemplate.parse;

import org.jspecify.annotations.Nullable;

import tocsin.gotemplate.value.Numbers;
import tocsin.gotemplate.value.Quotes;
import tocsin.gotemplate.value.Value;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What a number in a template can stand for: a constant has no type until it is used.
///
/// @param integer as a signed integer, if it can be one
/// @param unsigned as an unsigned integer in two's complement, if it can be one
/// @param floating as a float, if it can be one
/// @param complex as a complex number, when it is written as one
/// @param ideal its value where nothing says what type it should have; empty when that would
///   overflow an `int`
public record Constant(
        OptionalLong integer,
        OptionalLong unsigned,
        OptionalDouble floating,
        Value.@Nullable Complex complex,
        Optional<Value> ideal) {

    /// Reads a character between single quotes.
    static Constant character(String text) throws ParseException {
        String body = text.substring(1);
        Quotes.Escape read =
                Quotes.character(body, 0, '\'')
                        .orElseThrow(() -> new ParseException("invalid syntax"));
        if (!body.substring(read.end()).equals("'")) {
            throw new ParseException("malformed character constant: " + text);
        }
        return new Constant(
                OptionalLong.of(read.code()),
                OptionalLong.of(read.code()),
                OptionalDouble.of(read.code()),
                null,
                Optional.of(Value.of((long) read.code())));
    }

    /// Reads `1+2i`.
    static Constant complex(String text) throws ParseException {
        int split = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
        if (split > 0 && "eEpP".indexOf(text.charAt(split - 1)) >= 0) {
            String head = text.substring(0, split - 1);
            split = Math.max(head.lastIndexOf('+'), head.lastIndexOf('-'));
        }
        OptionalDouble re = Numbers.parseFloat(text.substring(0, Math.max(split, 0)), true);
        OptionalDouble im =
                Numbers.parseFloat(text.substring(Math.max(split, 0), text.length() - 1), true);
        if (re.isEmpty() || im.isEmpty()) {
            throw new ParseException("syntax error scanning complex number");
        }
        return complex(re.getAsDouble(), im.getAsDouble());
    }

    private static Constant complex(double re, double im) {
        Value.Complex complex = new Value.Complex(re, im);
        boolean real = im == 0;
        return new Constant(
                real ? asSigned(re) : OptionalLong.empty(),
                real ? asUnsigned(re) : OptionalLong.empty(),
                real ? OptionalDouble.of(re) : OptionalDouble.empty(),
                complex,
                Optional.of(complex));
    }

    /// Reads any other number.
    static Constant number(String text) throws ParseException {
        if (text.endsWith("i")) {
            OptionalDouble im = Numbers.parseFloat(text.substring(0, text.length() - 1), true);
            if (im.isPresent()) {
                return complex(0, im.getAsDouble());
            }
        }
        OptionalLong unsigned = Numbers.parseUint(text);
        OptionalLong integer = Numbers.parseInt(text);
        if (integer.isPresent() && integer.getAsLong() == 0) {
            unsigned = OptionalLong.of(0);
        }
        if (integer.isPresent()) {
            long value = integer.getAsLong();
            return new Constant(
                    integer,
                    unsigned,
                    OptionalDouble.of((double) value),
                    null,
                    Optional.of(ideal(text, value, (double) value)));
        }
        if (unsigned.isPresent()) {
            double value = asDouble(unsigned.getAsLong());
            return new Constant(
                    integer, unsigned, OptionalDouble.of(value), null, Optional.empty());
        }
        return floating(text);
    }

    private static Constant floating(String text) throws ParseException {
        OptionalDouble parsed = Numbers.parseFloat(text, true);
        if (parsed.isEmpty()) {
            throw new ParseException("illegal number syntax: " + Quotes.quote(text));
        }
        if (!looksFloating(text)) {
            throw new ParseException("integer overflow: " + Quotes.quote(text));
        }
        double value = parsed.getAsDouble();
        return new Constant(
                asSigned(value), asUnsigned(value), parsed, null, Optional.of(Value.of(value)));
    }

    private static boolean looksFloating(String text) {
        return text.chars().anyMatch(c -> ".eEpP".indexOf(c) >= 0);
    }

    private static Value ideal(String text, long value, double floating) {
        boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
        return looksFloating(text) && !hexadecimal ? Value.of(floating) : Value.of(value);
    }

    private static OptionalLong asSigned(double value) {
        boolean whole = value >= -0x1p63 && value < 0x1p63 && (long) value == value;
        return whole ? OptionalLong.of((long) value) : OptionalLong.empty();
    }

    private static OptionalLong asUnsigned(double value) {
        boolean whole = value >= 0 && value < 0x1p64 && Math.rint(value) == value;
        if (!whole) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                value < 0x1p63 ? (long) value : (long) (value - 0x1p63) + Long.MIN_VALUE);
    }

    private static double asDouble(long unsigned) {
        return unsigned >= 0 ? unsigned : ((unsigned >>> 1) | (unsigned & 1)) * 2.0;
    }
}
