package tocsin.template;

import tocsin.gotemplate.value.Bytes;
import tocsin.gotemplate.value.FunctionException;
import tocsin.gotemplate.value.Quotes;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Escaped text of URLs.
final class UrlText {
    private UrlText() {}

    /// What a query says.
    static String queryUnescape(String text) throws FunctionException {
        byte[] escaped = Bytes.encode(text);
        var out = new ByteArrayOutputStream(escaped.length);
        for (int i = 0; i < escaped.length; i++) {
            if (escaped[i] == '%') {
                boolean complete = i + 2 < escaped.length;
                int high = complete ? Character.digit(escaped[i + 1], 16) : -1;
                int low = complete ? Character.digit(escaped[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    int end = Math.min(i + 3, escaped.length);
                    String shown = Bytes.decode(Arrays.copyOfRange(escaped, i, end));
                    throw new FunctionException("invalid URL escape " + Quotes.quote(shown));
                }
                out.write(high * 16 + low);
                i += 2;
            } else {
                out.write(escaped[i] == '+' ? ' ' : escaped[i]);
            }
        }
        return Bytes.decode(out.toByteArray());
    }
}
