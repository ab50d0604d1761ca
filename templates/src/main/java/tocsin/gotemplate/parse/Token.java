package tocsin.gotemplate.parse;

import tocsin.gotemplate.value.Bytes;
import tocsin.gotemplate.value.Quotes;

/// A token of a template.
///
/// @param position where it begins, in characters
/// @param text as it stands there; for an error, what is wrong
record Token(Kind kind, int position, String text) {
    /// What a token is.
    enum Kind {
        ERROR,
        BOOL,
        CHARACTER,
        CHARACTER_CONSTANT,
        COMPLEX,
        ASSIGN,
        DECLARE,
        END_OF_FILE,
        FIELD,
        IDENTIFIER,
        LEFT_DELIMITER,
        LEFT_PARENTHESIS,
        NUMBER,
        PIPE,
        RAW_STRING,
        RIGHT_DELIMITER,
        RIGHT_PARENTHESIS,
        SPACE,
        STRING,
        TEXT,
        VARIABLE,
        BLOCK,
        BREAK,
        CONTINUE,
        DOT,
        DEFINE,
        ELSE,
        END,
        IF,
        NIL,
        RANGE,
        TEMPLATE,
        WITH;

        boolean isKeyword() {
            return compareTo(BLOCK) >= 0;
        }
    }

    /// As error messages show it.
    String shown() {
        if (kind == Kind.END_OF_FILE) {
            return "EOF";
        }
        if (kind == Kind.ERROR) {
            return text;
        }
        if (kind.isKeyword()) {
            return "<" + text + ">";
        }
        if (Bytes.length(text) <= 10) {
            return Quotes.quote(text);
        }
        boolean cuts = text.codePointCount(0, text.length()) > 10;
        String shown = cuts ? text.substring(0, text.offsetByCodePoints(0, 10)) : text;
        return Quotes.quote(shown) + "...";
    }
}
