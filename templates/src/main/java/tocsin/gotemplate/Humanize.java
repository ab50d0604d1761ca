package tocsin.gotemplate;

import tocsin.gotemplate.value.Floats;
import tocsin.gotemplate.value.FunctionException;
import tocsin.gotemplate.value.Numbers;
import tocsin.gotemplate.value.Times;
import tocsin.gotemplate.value.Value;

import java.util.List;

/// Numbers for people, as the functions of both Prometheus and Alertmanager write them.
public final class Humanize {
    private static final List<String> LARGE = List.of("k", "M", "G", "T", "P", "E", "Z", "Y");
    private static final List<String> SMALL = List.of("m", "u", "n", "p", "f", "a", "z", "y");
    private static final List<String> BINARY =
            List.of("ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi");

    private Humanize() {}

    /// A number given as one, as text, or as a duration.
    public static double number(Value given) throws FunctionException {
        Value value = Value.unbox(given);
        return switch (value) {
            case Value.Real(double number) -> number;
            case Value.Int(long nanos, var type) when type == Times.DURATION -> nanos / 1e9;
            case Value.Int(long number, var type) ->
                    type.name().startsWith("uint") && number < 0 ? number + 0x1p64 : number;
            case Value.Str(String text, _) ->
                    Numbers.parseFloat(text, false).orElseThrow(() -> Conversions.badFloat(text));
            case Value.Nothing _ -> throw new FunctionException("can't convert <nil> to float");
            default -> throw new FunctionException("can't convert " + value.type() + " to float");
        };
    }

    private static boolean isSpecial(double value) {
        return Double.isNaN(value) || Double.isInfinite(value);
    }

    private static String four(double value) {
        return Floats.format(value, 'g', 4);
    }

    /// `1.049M`, `12.3m`.
    public static String metric(double value) {
        if (value == 0 || isSpecial(value)) {
            return four(value);
        }
        return Math.abs(value) >= 1 ? scaled(value, LARGE, 1000) : small(value);
    }

    /// `1Mi`.
    public static String binary(double value) {
        return Math.abs(value) <= 1 || isSpecial(value) ? four(value) : scaled(value, BINARY, 1024);
    }

    private static String scaled(double value, List<String> prefixes, double step) {
        double rest = value;
        String prefix = "";
        for (String next : prefixes) {
            if (Math.abs(rest) < step) {
                break;
            }
            prefix = next;
            rest /= step;
        }
        return four(rest) + prefix;
    }

    private static String small(double value) {
        double rest = value;
        String prefix = "";
        for (String next : SMALL) {
            if (Math.abs(rest) >= 1) {
                break;
            }
            prefix = next;
            rest *= 1000;
        }
        return four(rest) + prefix;
    }

    /// `1d 2h 3m 4s` of seconds, `12.3ms` of parts of one.
    public static String duration(double seconds) {
        if (isSpecial(seconds)) {
            return four(seconds);
        }
        if (seconds == 0) {
            return four(seconds) + "s";
        }
        if (Math.abs(seconds) < 1) {
            return small(seconds) + "s";
        }
        String sign = seconds < 0 ? "-" : "";
        double size = Math.abs(seconds);
        long whole = (long) size;
        long days = whole / 86400;
        long hours = whole / 3600 % 24;
        long minutes = whole / 60 % 60;
        long rest = whole % 60;
        if (days > 0) {
            return sign + days + "d " + hours + "h " + minutes + "m " + rest + "s";
        }
        if (hours > 0) {
            return sign + hours + "h " + minutes + "m " + rest + "s";
        }
        return sign + (minutes > 0 ? minutes + "m " + rest : four(size)) + "s";
    }

    /// `95.9%` of 0.959.
    public static String percentage(double ratio) {
        return four(ratio * 100) + "%";
    }
}
