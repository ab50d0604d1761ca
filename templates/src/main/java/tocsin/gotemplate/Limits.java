package tocsin.gotemplate;

/// What one execution may use; behind each limit it fails and says which.
///
/// @param steps nodes evaluated and iterations made; large results of functions count for more
/// @param outputChars the length of the result, and of any text on the way to it
/// @param depth templates that invoke one another
public record Limits(long steps, int outputChars, int depth) {
    /// Enough for tens of thousands of alerts in a message, and over in a second or two.
    public static final Limits DEFAULT = new Limits(20_000_000, 8 << 20, 250);
}
