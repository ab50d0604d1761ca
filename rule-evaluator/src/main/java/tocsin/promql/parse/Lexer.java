package tocsin.promql.parse;

import org.jspecify.annotations.Nullable;

import tocsin.promql.ast.Aggregator;
import tocsin.promql.ast.Operator;
import tocsin.promql.parse.Token.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Cuts a query into tokens. An error ends the stream; the parser meets it when it gets there, so
/// that of two errors the first in the text is told.
final class Lexer {
    private static final Set<String> KEYWORDS =
            Set.of(
                    "offset",
                    "smoothed",
                    "anchored",
                    "by",
                    "without",
                    "on",
                    "ignoring",
                    "group_left",
                    "group_right",
                    "bool");
    private static final Set<String> PREPROCESSORS =
            Set.of("start", "end", "step", "range", "max_of", "min_of");
    private static final Set<String> FILLS = Set.of("fill", "fill_left", "fill_right");
    private static final Set<String> DURATION_WORDS = Set.of("step", "range", "max_of", "min_of");

    private final String query;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int parentheses;
    private boolean braces;
    private boolean bracket;
    private boolean bracketColon;
    private boolean bracketNumber;
    private int bracketDepth;

    /// What was read.
    ///
    /// @param error that follows the tokens, if there is one
    record Result(List<Token> tokens, @Nullable ParseException error) {}

    private Lexer(String query) {
        this.query = query;
    }

    static Result read(String query) {
        var lexer = new Lexer(query);
        try {
            lexer.run();
            return new Result(lexer.tokens, null);
        } catch (ParseException e) {
            return new Result(lexer.tokens, e);
        }
    }

    private ParseException error(int position, String message) {
        return ParseException.at(query, position, message);
    }

    private char peek(int ahead) {
        return at + ahead < query.length() ? query.charAt(at + ahead) : '\0';
    }

    private boolean isOver() {
        return at >= query.length();
    }

    private void run() {
        while (true) {
            skipSpace();
            if (isOver()) {
                finish();
                return;
            }
            if (bracket) {
                inBracket();
            } else if (braces) {
                inBraces();
            } else {
                outside();
            }
        }
    }

    private void finish() {
        if (braces) {
            throw error(at, "unexpected end of input inside braces");
        }
        if (bracket && !bracketNumber) {
            throw error(at, "unexpected end of input in duration expression");
        }
        if (bracket) {
            throw error(at, "unclosed left bracket");
        }
        if (parentheses > 0) {
            throw error(at, "unclosed left parenthesis");
        }
        tokens.add(new Token(Kind.EOF, "", at));
    }

    private void skipSpace() {
        while (!isOver()) {
            char c = peek(0);
            boolean comment = c == '#' && (!bracket || bracketNumber);
            if (comment) {
                while (!isOver() && peek(0) != '\n' && peek(0) != '\r') {
                    at++;
                }
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                at++;
            } else {
                return;
            }
        }
    }

    private void add(Kind kind, int length) {
        tokens.add(new Token(kind, query.substring(at, at + length), at));
        at += length;
    }

    private void outside() {
        char c = peek(0);
        char next = peek(1);
        switch (c) {
            case ',', ':' -> add(Kind.PUNCTUATION, 1);
            case '(' -> {
                parentheses++;
                add(Kind.PUNCTUATION, 1);
            }
            case ')' -> {
                if (parentheses-- == 0) {
                    throw error(at + 1, "unexpected right parenthesis ')'");
                }
                add(Kind.PUNCTUATION, 1);
            }
            case '{' -> {
                braces = true;
                add(Kind.PUNCTUATION, 1);
            }
            case '[' -> {
                bracket = true;
                bracketNumber = false;
                bracketColon = false;
                bracketDepth = 0;
                add(Kind.PUNCTUATION, 1);
            }
            case ']' -> throw error(at, "unexpected right bracket ']'");
            case '+', '-', '*', '/', '%', '^' -> add(Kind.OPERATOR, 1);
            case '@' -> add(Kind.AT, 1);
            case '<', '>' -> add(Kind.OPERATOR, next == '=' || next == '/' ? 2 : 1);
            case '=' -> equals(next);
            case '!' -> {
                if (next != '=') {
                    throw error(at, "unexpected character after '!': " + quoted(at + 1));
                }
                add(Kind.OPERATOR, 2);
            }
            default -> wordOrValue(c, next);
        }
    }

    private void equals(char next) {
        if (next == '=') {
            add(Kind.OPERATOR, 2);
        } else if (next == '~') {
            throw error(at, "unexpected character after '=': " + quoted(at + 1));
        } else {
            add(Kind.MATCH_OPERATOR, 1);
        }
    }

    private void wordOrValue(char c, char next) {
        if (c == '"' || c == '\'' || c == '`') {
            string();
        } else if (isDigit(c) || (c == '.' && isDigit(next))) {
            value();
        } else if (isAlpha(c) || c == ':') {
            word();
        } else {
            throw error(at, "unexpected character: " + quoted(at));
        }
    }

    private String quoted(int index) {
        if (index >= query.length()) {
            return "'\\x00'";
        }
        return "'" + Character.toString(query.codePointAt(index)).replace("'", "\\'") + "'";
    }

    private void word() {
        int end = at;
        while (end < query.length()
                && (isAlphaNumeric(query.charAt(end)) || query.charAt(end) == ':')) {
            end++;
        }
        String text = query.substring(at, end);
        add(kind(text, end), text.length());
    }

    private Kind kind(String text, int end) {
        String word = text.toLowerCase(Locale.ROOT);
        if (word.equals("inf") || word.equals("nan")) {
            return Kind.NUMBER;
        }
        if (Aggregator.of(word) != null) {
            return Kind.AGGREGATOR;
        }
        if (Operator.of(word) != null) {
            return Kind.OPERATOR;
        }
        if (KEYWORDS.contains(word) || (FILLS.contains(word) && isCall(end))) {
            return Kind.KEYWORD;
        }
        if (PREPROCESSORS.contains(word)) {
            return Kind.PREPROCESSOR;
        }
        return text.indexOf(':') >= 0 ? Kind.METRIC_IDENTIFIER : Kind.IDENTIFIER;
    }

    private boolean isCall(int end) {
        int next = end;
        while (next < query.length() && Character.isWhitespace(query.charAt(next))) {
            next++;
        }
        return next < query.length() && query.charAt(next) == '(';
    }

    private void inBraces() {
        char c = peek(0);
        char next = peek(1);
        if (isAlpha(c)) {
            int end = at;
            while (end < query.length() && isAlphaNumeric(query.charAt(end))) {
                end++;
            }
            add(Kind.IDENTIFIER, end - at);
            return;
        }
        switch (c) {
            case ',' -> add(Kind.PUNCTUATION, 1);
            case '"', '\'', '`' -> string();
            case '=' -> add(Kind.MATCH_OPERATOR, next == '~' ? 2 : 1);
            case '!' -> {
                if (next != '=' && next != '~') {
                    throw error(
                            at, "unexpected character after '!' inside braces: " + quoted(at + 1));
                }
                add(Kind.MATCH_OPERATOR, 2);
            }
            case '}' -> {
                braces = false;
                add(Kind.PUNCTUATION, 1);
            }
            case '{' -> throw error(at, "unexpected left brace '{'");
            default -> throw error(at, "unexpected character inside braces: " + quoted(at));
        }
    }

    private void inBracket() {
        char c = peek(0);
        switch (c) {
            case ']' -> {
                bracket = false;
                add(Kind.PUNCTUATION, 1);
            }
            case '(' -> {
                bracketDepth++;
                add(Kind.PUNCTUATION, 1);
            }
            case ')' -> {
                bracketDepth--;
                if (bracketDepth < 0) {
                    throw error(at, "unexpected right parenthesis ')'");
                }
                add(Kind.PUNCTUATION, 1);
            }
            case ':' -> colonInBracket();
            case '+', '-', '*', '/', '%', '^' -> add(Kind.OPERATOR, 1);
            case ',' -> add(Kind.PUNCTUATION, 1);
            default -> valueInBracket(c);
        }
    }

    private void colonInBracket() {
        if (bracketColon) {
            throw error(
                    at,
                    bracketNumber
                            ? "unexpected colon ':'"
                            : "unexpected repeated colon in duration expression");
        }
        boolean first = tokens.getLast().is("[");
        if (first) {
            throw error(at, "unexpected colon before duration in duration expression");
        }
        bracketColon = true;
        add(Kind.PUNCTUATION, 1);
    }

    private void valueInBracket(char c) {
        if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            bracketNumber = true;
            value();
            return;
        }
        int end = at;
        while (end < query.length() && isAlphaNumeric(query.charAt(end))) {
            end++;
        }
        String word = query.substring(at, end);
        if (DURATION_WORDS.contains(word.toLowerCase(Locale.ROOT))) {
            bracketNumber = true;
            add(Kind.PREPROCESSOR, word.length());
        } else if (bracketNumber) {
            throw error(at, "unexpected character: " + quoted(at) + ", expected ':'");
        } else {
            throw error(at, "unexpected character in duration expression: " + quoted(at));
        }
    }

    private void value() {
        int number = Numbers.scanNumber(query, at);
        if (number > 0 && !isAlphaNumericAt(number)) {
            add(Kind.NUMBER, number - at);
            return;
        }
        int duration = Numbers.scanDuration(query, at);
        if (duration > 0 && !isAlphaNumericAt(duration)) {
            add(Kind.DURATION, duration - at);
            return;
        }
        int reached = Math.max(Numbers.reachedByDuration(query, at), Math.abs(number));
        String shown = query.substring(at, Math.min(query.length(), reached + 1));
        throw error(at, "bad number or duration syntax: \"" + shown + "\"");
    }

    private boolean isAlphaNumericAt(int index) {
        return index < query.length() && isAlphaNumeric(query.charAt(index));
    }

    private void string() {
        char quote = peek(0);
        int end = at + 1;
        while (true) {
            if (end >= query.length() || (quote != '`' && query.charAt(end) == '\n')) {
                throw error(
                        at,
                        quote == '`' ? "unterminated raw string" : "unterminated quoted string");
            }
            char c = query.charAt(end);
            if (c == quote) {
                break;
            }
            end += c == '\\' && quote != '`' ? Math.max(2, escape(end, quote)) : 1;
        }
        add(Kind.STRING, end + 1 - at);
    }

    /// Checks the escape at an index, and says how long it is.
    private int escape(int index, char quote) {
        if (index + 1 >= query.length()) {
            throw error(at, "escape sequence not terminated");
        }
        try {
            return Strings.escapeLength(query, index, quote);
        } catch (IllegalArgumentException e) {
            throw error(at, String.valueOf(e.getMessage()));
        }
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isAlpha(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isAlphaNumeric(char c) {
        return isAlpha(c) || isDigit(c);
    }
}
