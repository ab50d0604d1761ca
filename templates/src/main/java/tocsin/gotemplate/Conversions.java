package tocsin.gotemplate;

import tocsin.gotemplate.value.FunctionException;
import tocsin.gotemplate.value.Numbers;
import tocsin.gotemplate.value.Quotes;

/// What Go says of text that is no number.
final class Conversions {
    private Conversions() {}

    static FunctionException badFloat(String text) {
        boolean tooLarge =
                Numbers.parseFloat(text, false).isEmpty()
                        && text.matches("[+-]?[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)?");
        return new FunctionException(
                "strconv.ParseFloat: parsing "
                        + Quotes.quote(text)
                        + (tooLarge ? ": value out of range" : ": invalid syntax"));
    }
}
