package tocsin.promql.parse;

import java.nio.charset.StandardCharsets;

/// An expression is not well formed; the message has its place, in upstream's words.
public final class ParseException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private ParseException(String message) {
        super(message);
    }

    /// What is wrong at an offset, in characters, of a query.
    static ParseException at(String query, int position, String message) {
        if (query.isEmpty()) {
            return new ParseException("unknown position: parse error: " + message);
        }
        return new ParseException(place(query, position) + ": parse error: " + message);
    }

    /// Line and column of an offset; columns count bytes.
    public static String place(String query, int position) {
        int end = Math.min(position, query.length());
        int line = 1;
        int start = 0;
        for (int i = 0; i < end; i++) {
            if (query.charAt(i) == '\n') {
                line++;
                start = i + 1;
            }
        }
        int bytes = query.substring(start, end).getBytes(StandardCharsets.UTF_8).length;
        return line + ":" + (bytes + 1);
    }
}
