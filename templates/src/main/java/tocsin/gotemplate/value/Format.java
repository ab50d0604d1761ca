package tocsin.gotemplate.value;

import java.util.List;

/// Go's `fmt.Sprint`, `Sprintln` and `Sprintf`.
public final class Format {
    /// The longest text that is made of values.
    static final int MAX_CHARS = 16 << 20;

    private static final int MAX_SHOWN = 200;

    /// The widest a directive may pad, as in Go.
    private static final int MAX_WIDTH = 1_000_000;

    private final String format;
    private final List<Value> arguments;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int next;
    private boolean everReordered;
    private boolean goodIndex = true;
    private boolean afterIndex;

    private boolean plus;
    private boolean minus;
    private boolean sharp;
    private boolean space;
    private boolean zero;
    private int width;
    private int precision;

    private Format(String format, List<Value> arguments) {
        this.format = format;
        this.arguments = arguments;
    }

    /// Appends one value as `print` would.
    public static void print(StringBuilder out, Value value) throws FunctionException {
        switch (value) {
            case Value.Str(String text, GoType type) when type.stringer() == null ->
                    out.append(text);
            case Value.Int(long number, GoType type) when type == GoType.INT -> out.append(number);
            default -> Printer.print(out, value, 'v', Flags.NONE);
        }
    }

    /// The values side by side, with blanks between any two of which neither is a string.
    public static String sprint(List<Value> values) throws FunctionException {
        var out = new StringBuilder();
        boolean wasString = false;
        for (int i = 0; i < values.size(); i++) {
            Value value = Value.unbox(values.get(i));
            boolean isString = value.type().kind() == Kind.STRING;
            if (i > 0 && !isString && !wasString) {
                out.append(' ');
            }
            print(out, value);
            wasString = isString;
        }
        return out.toString();
    }

    /// The values with blanks between them, and an end of line.
    public static String sprintln(List<Value> values) throws FunctionException {
        var out = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.append(' ');
            }
            print(out, values.get(i));
        }
        return out.append('\n').toString();
    }

    /// The format with its directives replaced.
    public static String sprintf(String format, List<Value> values) throws FunctionException {
        return new Format(format, values).run();
    }

    /// A value as error messages show it, however long it may be.
    public static String shown(Value value) {
        try {
            String text = sprint(List.of(value));
            return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text;
        } catch (FunctionException _) {
            return value.type().name();
        }
    }

    static FunctionException tooLong() {
        return new FunctionException("text is longer than " + MAX_CHARS + " characters");
    }

    private String run() throws FunctionException {
        while (at < format.length()) {
            if (out.length() > MAX_CHARS) {
                throw tooLong();
            }
            int percent = format.indexOf('%', at);
            if (percent < 0) {
                out.append(format, at, format.length());
                break;
            }
            out.append(format, at, percent);
            at = percent + 1;
            directive();
        }
        if (!everReordered && next < arguments.size()) {
            extra();
        }
        return out.toString();
    }

    private void directive() throws FunctionException {
        readFlags();
        afterIndex = false;
        goodIndex = true;
        readIndex();
        readWidth();
        readPrecision();
        if (!afterIndex) {
            readIndex();
        }
        if (at >= format.length()) {
            out.append("%!(NOVERB)");
            return;
        }
        int verb = format.codePointAt(at);
        at += Character.charCount(verb);
        if (verb == '%') {
            out.append('%');
        } else if (!goodIndex) {
            complain(verb, "BADINDEX");
        } else if (next >= arguments.size()) {
            complain(verb, "MISSING");
        } else {
            Value argument = arguments.get(next++);
            if (verb > 0xffff) {
                complain(verb, argument.type().name() + "=" + sprint(List.of(argument)));
            } else {
                Printer.print(out, argument, (char) verb, flags(verb == 'v'));
            }
        }
    }

    private void complain(int verb, String about) {
        out.append("%!").appendCodePoint(verb).append('(').append(about).append(')');
    }

    private Flags flags(boolean isV) {
        return new Flags(
                plus && !isV,
                minus,
                sharp && !isV,
                space,
                zero,
                plus && isV,
                sharp && isV,
                width,
                precision);
    }

    private void readFlags() {
        plus = false;
        minus = false;
        sharp = false;
        space = false;
        zero = false;
        width = -1;
        precision = -1;
        for (; at < format.length(); at++) {
            switch (format.charAt(at)) {
                case '#' -> sharp = true;
                case '0' -> zero = !minus;
                case '+' -> plus = true;
                case '-' -> {
                    minus = true;
                    zero = false;
                }
                case ' ' -> space = true;
                default -> {
                    return;
                }
            }
        }
    }

    private boolean at(char c) {
        return at < format.length() && format.charAt(at) == c;
    }

    private void readWidth() {
        if (at('*')) {
            at++;
            int given = argumentAsNumber("%!(BADWIDTH)");
            if (given < 0 && given != Integer.MIN_VALUE) {
                minus = true;
                zero = false;
            }
            width = given == Integer.MIN_VALUE ? -1 : Math.abs(given);
            afterIndex = false;
        } else {
            int before = at;
            width = number();
            if (afterIndex && at > before) {
                goodIndex = false;
            }
        }
    }

    private void readPrecision() {
        if (!at('.')) {
            return;
        }
        at++;
        if (afterIndex) {
            goodIndex = false;
        }
        readIndex();
        if (at('*')) {
            at++;
            int given = argumentAsNumber("%!(BADPREC)");
            if (given < 0 && given != Integer.MIN_VALUE) {
                out.append("%!(BADPREC)");
            }
            precision = Math.max(given, -1);
            afterIndex = false;
        } else {
            precision = Math.max(number(), 0);
        }
    }

    /// A width or precision given as an argument; the least integer when it is none.
    private int argumentAsNumber(String complaint) {
        if (next < arguments.size()
                && Value.unbox(arguments.get(next)) instanceof Value.Int(long value, _)) {
            next++;
            if (Math.abs(value) <= MAX_WIDTH) {
                return (int) value;
            }
        } else if (next < arguments.size()) {
            next++;
        }
        out.append(complaint);
        return Integer.MIN_VALUE;
    }

    private int number() {
        int value = -1;
        for (; at < format.length() && Character.digit(format.charAt(at), 10) >= 0; at++) {
            value = Math.max(value, 0) * 10 + Character.digit(format.charAt(at), 10);
            if (value > MAX_WIDTH) {
                return -1;
            }
        }
        return value;
    }

    /// Reads `[n]`, which says what argument is next.
    private void readIndex() {
        if (!at('[')) {
            return;
        }
        everReordered = true;
        int close = format.indexOf(']', at);
        if (close < 0) {
            goodIndex = false;
            at++;
            return;
        }
        String digits = format.substring(at + 1, close);
        at = close + 1;
        boolean isNumber = !digits.isEmpty() && digits.chars().allMatch(Character::isDigit);
        int index = isNumber && digits.length() < 8 ? Integer.parseInt(digits) - 1 : -1;
        if (index < 0 || index >= arguments.size()) {
            goodIndex = false;
            return;
        }
        next = index;
        afterIndex = true;
    }

    private void extra() throws FunctionException {
        out.append("%!(EXTRA ");
        for (int i = next; i < arguments.size(); i++) {
            if (i > next) {
                out.append(", ");
            }
            Value value = Value.unbox(arguments.get(i));
            if (value instanceof Value.Nothing) {
                out.append("<nil>");
            } else {
                out.append(value.type().name()).append('=');
                print(out, value);
            }
        }
        out.append(')');
    }
}
