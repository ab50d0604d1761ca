package tocsin.gotemplate.parse;

import tocsin.gotemplate.parse.Token.Kind;
import tocsin.gotemplate.value.Quotes;

import java.util.Map;
import java.util.Optional;

/// Cuts a template into tokens, one at a time. After an error or the end of the text there are no
/// more.
final class Lexer {
    private static final String LEFT = "{{";
    private static final String RIGHT = "}}";
    private static final String SPACES = " \t\r\n";
    private static final int EOF = -1;
    private static final Map<String, Kind> KEYWORDS =
            Map.ofEntries(
                    Map.entry("block", Kind.BLOCK),
                    Map.entry("break", Kind.BREAK),
                    Map.entry("continue", Kind.CONTINUE),
                    Map.entry("define", Kind.DEFINE),
                    Map.entry("else", Kind.ELSE),
                    Map.entry("end", Kind.END),
                    Map.entry("if", Kind.IF),
                    Map.entry("nil", Kind.NIL),
                    Map.entry("range", Kind.RANGE),
                    Map.entry("template", Kind.TEMPLATE),
                    Map.entry("with", Kind.WITH));

    private final String input;
    private int start;
    private int at;
    private int parentheses;
    private boolean inAction;

    Lexer(String input) {
        this.input = input;
    }

    /// The next token.
    Token next() {
        Optional<Token> token = Optional.empty();
        while (token.isEmpty()) {
            token = inAction ? Optional.of(inAction()) : outside();
        }
        return token.get();
    }

    /// The next token outside of actions; empty after a comment.
    private Optional<Token> outside() {
        int left = input.indexOf(LEFT, at);
        int textEnd = left < 0 ? input.length() : left;
        int from = at;
        if (left >= 0 && trimsLeft(left + LEFT.length())) {
            while (textEnd > from && SPACES.indexOf(input.charAt(textEnd - 1)) >= 0) {
                textEnd--;
            }
        }
        if (textEnd > from) {
            at = left < 0 ? input.length() : left;
            return Optional.of(new Token(Kind.TEXT, from, input.substring(from, textEnd)));
        }
        if (left < 0) {
            at = input.length();
            return Optional.of(new Token(Kind.END_OF_FILE, at, ""));
        }
        at = left;
        return leftDelimiter();
    }

    private boolean trimsLeft(int marker) {
        return marker + 1 < input.length()
                && input.charAt(marker) == '-'
                && SPACES.indexOf(input.charAt(marker + 1)) >= 0;
    }

    private boolean trimsRight(int marker) {
        return marker + 1 < input.length()
                && SPACES.indexOf(input.charAt(marker)) >= 0
                && input.charAt(marker + 1) == '-';
    }

    private Optional<Token> leftDelimiter() {
        start = at;
        at += LEFT.length();
        int body = trimsLeft(at) ? at + 2 : at;
        if (input.startsWith("/*", body)) {
            start = body;
            at = body;
            return comment();
        }
        Token token = new Token(Kind.LEFT_DELIMITER, start, LEFT);
        at = body;
        start = at;
        parentheses = 0;
        inAction = true;
        return Optional.of(token);
    }

    private Optional<Token> comment() {
        int close = input.indexOf("*/", at + 2);
        if (close < 0) {
            return Optional.of(error("unclosed comment"));
        }
        at = close + 2;
        if (!atRightDelimiter()) {
            return Optional.of(error("comment ends before closing delimiter"));
        }
        passRightDelimiter();
        return Optional.empty();
    }

    private boolean atRightDelimiter() {
        return (trimsRight(at) && input.startsWith(RIGHT, at + 2)) || input.startsWith(RIGHT, at);
    }

    private Token passRightDelimiter() {
        boolean trims = trimsRight(at);
        int delimiter = trims ? at + 2 : at;
        at = delimiter + RIGHT.length();
        while (trims && at < input.length() && SPACES.indexOf(input.charAt(at)) >= 0) {
            at++;
        }
        inAction = false;
        return new Token(Kind.RIGHT_DELIMITER, delimiter, RIGHT);
    }

    private Token error(String message) {
        at = input.length();
        inAction = false;
        return new Token(Kind.ERROR, start, message);
    }

    private Token emit(Kind kind) {
        Token token = new Token(kind, start, input.substring(start, at));
        start = at;
        return token;
    }

    private int peek() {
        return at < input.length() ? input.codePointAt(at) : EOF;
    }

    private int advance() {
        int c = peek();
        at += c == EOF ? 0 : Character.charCount(c);
        return c;
    }

    private Token inAction() {
        start = at;
        if (atRightDelimiter()) {
            return parentheses == 0 ? passRightDelimiter() : error("unclosed left paren");
        }
        int c = advance();
        if (c == EOF) {
            return error("unclosed action");
        }
        if (SPACES.indexOf(c) >= 0) {
            return space();
        }
        return switch (c) {
            case '=' -> emit(Kind.ASSIGN);
            case ':' -> advance() == '=' ? emit(Kind.DECLARE) : error("expected :=");
            case '|' -> emit(Kind.PIPE);
            case '"' -> quoted('"', Kind.STRING, "unterminated quoted string");
            case '\'' -> quoted('\'', Kind.CHARACTER_CONSTANT, "unterminated character constant");
            case '`' -> rawString();
            case '$' -> fieldOrVariable(Kind.VARIABLE);
            case '(' -> {
                parentheses++;
                yield emit(Kind.LEFT_PARENTHESIS);
            }
            case ')' -> {
                parentheses--;
                yield parentheses < 0
                        ? error("unexpected right paren")
                        : emit(Kind.RIGHT_PARENTHESIS);
            }
            default -> other(c);
        };
    }

    private Token other(int c) {
        if (c == '.' && at < input.length() && !isDigit(input.charAt(at))) {
            return fieldOrVariable(Kind.FIELD);
        }
        if (c == '.' || c == '+' || c == '-' || isDigit(c)) {
            at = start;
            return number();
        }
        if (isAlphanumeric(c)) {
            at = start;
            return identifier();
        }
        return c < 0x80 && Quotes.isPrint(c)
                ? emit(Kind.CHARACTER)
                : error("unrecognized character in action: " + shown(c));
    }

    private Token space() {
        while (at < input.length() && SPACES.indexOf(input.charAt(at)) >= 0) {
            at++;
        }
        if (trimsRight(at - 1) && input.startsWith(RIGHT, at + 1)) {
            at--;
            if (at == start) {
                return passRightDelimiter();
            }
        }
        return emit(Kind.SPACE);
    }

    private Token identifier() {
        while (isAlphanumeric(peek())) {
            advance();
        }
        String word = input.substring(start, at);
        if (!atTerminator()) {
            return error("bad character " + shown(peek()));
        }
        return emit(
                Optional.ofNullable(KEYWORDS.get(word))
                        .orElse(
                                word.equals("true") || word.equals("false")
                                        ? Kind.BOOL
                                        : Kind.IDENTIFIER));
    }

    private Token fieldOrVariable(Kind kind) {
        if (atTerminator()) {
            return emit(kind == Kind.VARIABLE ? Kind.VARIABLE : Kind.DOT);
        }
        while (isAlphanumeric(peek())) {
            advance();
        }
        return atTerminator() ? emit(kind) : error("bad character " + shown(peek()));
    }

    private boolean atTerminator() {
        int c = peek();
        return c == EOF
                || SPACES.indexOf(c) >= 0
                || ".,|:)(".indexOf(c) >= 0
                || input.startsWith(RIGHT, at);
    }

    private Token quoted(char quote, Kind kind, String unterminated) {
        while (true) {
            int c = advance();
            if (c == '\\') {
                int escaped = advance();
                c = escaped == EOF || escaped == '\n' ? EOF : 0;
            }
            if (c == EOF || c == '\n') {
                return error(unterminated);
            }
            if (c == quote) {
                return emit(kind);
            }
        }
    }

    private Token rawString() {
        int close = input.indexOf('`', at);
        if (close < 0) {
            return error("unterminated raw quoted string");
        }
        at = close + 1;
        return emit(Kind.RAW_STRING);
    }

    private Token number() {
        if (!scanNumber()) {
            return badNumber();
        }
        if (peek() != '+' && peek() != '-') {
            return emit(Kind.NUMBER);
        }
        return scanNumber() && input.charAt(at - 1) == 'i' ? emit(Kind.COMPLEX) : badNumber();
    }

    private Token badNumber() {
        return error("bad number syntax: " + Quotes.quote(input.substring(start, at)));
    }

    private boolean scanNumber() {
        accept("+-");
        String digits = "0123456789_";
        if (accept("0")) {
            if (accept("xX")) {
                digits = "0123456789abcdefABCDEF_";
            } else if (accept("oO")) {
                digits = "01234567_";
            } else if (accept("bB")) {
                digits = "01_";
            }
        }
        acceptRun(digits);
        if (accept(".")) {
            acceptRun(digits);
        }
        boolean hasExponent =
                (digits.length() == 11 && accept("eE")) || (digits.length() == 23 && accept("pP"));
        if (hasExponent) {
            accept("+-");
            acceptRun("0123456789_");
        }
        accept("i");
        if (isAlphanumeric(peek())) {
            advance();
            return false;
        }
        return true;
    }

    private boolean accept(String valid) {
        boolean accepted = at < input.length() && valid.indexOf(input.charAt(at)) >= 0;
        at += accepted ? 1 : 0;
        return accepted;
    }

    private void acceptRun(String valid) {
        while (accept(valid)) {
            // Everything is done by accepting.
        }
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAlphanumeric(int c) {
        return c == '_' || (c != EOF && (Character.isLetter(c) || Character.isDigit(c)));
    }

    private static String shown(int c) {
        if (c == EOF) {
            return "U+FFFFFFFFFFFFFFFF";
        }
        String code = String.format("U+%04X", c);
        return Quotes.isPrint(c) ? code + " '" + Character.toString(c) + "'" : code;
    }
}
