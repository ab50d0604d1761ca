package tocsin.labels;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Alertmanager's UTF-8 grammar of matchers. Positions in messages are runes.
final class Utf8Matchers {
    private static final String RESERVED = "{}!=~,\\\"'`";

    private final int[] runes;
    private int at;
    private int tokenStart;

    private enum Kind {
        END,
        OPEN,
        CLOSE,
        COMMA,
        OPERATOR,
        TEXT
    }

    /// A token.
    ///
    /// @param text as written
    /// @param value without quotes and escapes
    private record Token(Kind kind, String text, String value, int start, int end) {
        String shown() {
            return kind == Kind.END ? "end of input" : text;
        }
    }

    private Utf8Matchers(String text) {
        this.runes = text.codePoints().toArray();
    }

    static List<Matcher> one(String text) {
        List<Matcher> found = list(text);
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no matchers");
        }
        if (found.size() > 1) {
            throw new IllegalArgumentException("expected 1 matcher, found " + found.size());
        }
        return found;
    }

    static List<Matcher> list(String text) {
        return new Utf8Matchers(text).read();
    }

    private List<Matcher> read() {
        var matchers = new ArrayList<Matcher>();
        Token token = next("expected a matcher or close brace");
        boolean braces = token.kind == Kind.OPEN;
        if (braces) {
            token = next("expected a matcher or close brace");
        }
        while (token.kind != Kind.END && token.kind != Kind.CLOSE) {
            matchers.add(matcher(token));
            token = next("expected a comma or close brace");
            if (token.kind == Kind.COMMA) {
                token = next("expected a matcher or close brace after comma");
            } else if (token.kind != Kind.END && token.kind != Kind.CLOSE) {
                throw unexpected(token, "expected a comma or close brace");
            }
        }
        if (token.kind == Kind.CLOSE && !braces) {
            throw error(0, token.end, "}: expected opening brace");
        }
        if (token.kind == Kind.END && braces) {
            throw error(0, Math.max(1, runes.length), "end of input: expected close brace");
        }
        if (braces) {
            Token after = next("expected end of input");
            if (after.kind != Kind.END) {
                throw unexpected(after, "expected end of input");
            }
        }
        return matchers;
    }

    private Matcher matcher(Token name) {
        if (name.kind != Kind.TEXT) {
            throw unexpected(name, "expected label name");
        }
        Token operator = next("expected an operator such as '=', '!=', '=~' or '!~'");
        if (operator.kind != Kind.OPERATOR) {
            throw unexpected(operator, "expected an operator such as '=', '!=', '=~' or '!~'");
        }
        Token value = next("expected label value");
        if (value.kind != Kind.TEXT) {
            throw unexpected(value, "expected label value");
        }
        for (MatchType type : MatchType.values()) {
            if (type.operator().equals(operator.text)) {
                try {
                    return Matcher.of(type, name.value, value.value);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            "failed to create matcher: " + e.getMessage(), e);
                }
            }
        }
        throw unexpected(operator, "expected an operator such as '=', '!=', '=~' or '!~'");
    }

    private Token next(String expected) {
        while (at < runes.length && isSpace(runes[at])) {
            at++;
        }
        tokenStart = at;
        if (at == runes.length) {
            return token(Kind.END);
        }
        int rune = runes[at++];
        return switch (rune) {
            case '{' -> token(Kind.OPEN);
            case '}' -> token(Kind.CLOSE);
            case ',' -> token(Kind.COMMA);
            case '=' -> {
                accept('~');
                yield token(Kind.OPERATOR);
            }
            case '!' -> {
                if (!accept('=') && !accept('~')) {
                    throw error(tokenStart, at, "!: " + expected);
                }
                yield token(Kind.OPERATOR);
            }
            case '"' -> quoted();
            default -> unquoted(rune, expected);
        };
    }

    private boolean accept(int rune) {
        if (at < runes.length && runes[at] == rune) {
            at++;
            return true;
        }
        return false;
    }

    private Token unquoted(int first, String expected) {
        if (RESERVED.indexOf(first) >= 0) {
            throw error(
                    tokenStart,
                    at,
                    new String(Character.toChars(first)) + ": invalid input: " + expected);
        }
        while (at < runes.length && !isSpace(runes[at]) && RESERVED.indexOf(runes[at]) < 0) {
            at++;
        }
        return token(Kind.TEXT);
    }

    private Token quoted() {
        while (at < runes.length && runes[at] != '"') {
            at += runes[at] == '\\' && at + 1 < runes.length ? 2 : 1;
        }
        if (at >= runes.length) {
            throw error(tokenStart, runes.length, text() + ": missing end \"");
        }
        at++;
        String text = text();
        try {
            String value = unquote(text.substring(1, text.length() - 1));
            return new Token(Kind.TEXT, text, value, tokenStart, at);
        } catch (IllegalArgumentException e) {
            throw error(tokenStart, at, text + ": invalid input", e);
        }
    }

    private String text() {
        return new String(runes, tokenStart, Math.min(at, runes.length) - tokenStart);
    }

    private Token token(Kind kind) {
        return new Token(kind, text(), text(), tokenStart, at);
    }

    /// Go's escapes; bytes written by number must make UTF-8 together.
    private static String unquote(String inner) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < inner.length(); ) {
            int c = inner.codePointAt(i);
            if (c != '\\') {
                if (c == '\n') {
                    throw new IllegalArgumentException("a line break");
                }
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(c);
                continue;
            }
            char escape = inner.charAt(i + 1);
            int simple = "abfnrtv\\\"".indexOf(escape);
            if (simple >= 0) {
                bytes.write("\u0007\b\f\n\r\t\u000b\\\"".charAt(simple));
                i += 2;
            } else {
                i = byNumber(inner, i + 1, bytes);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8", e);
        }
    }

    private static int byNumber(String inner, int at, ByteArrayOutputStream bytes) {
        char kind = inner.charAt(at);
        int digits =
                switch (kind) {
                    case 'x' -> 2;
                    case 'u' -> 4;
                    case 'U' -> 8;
                    default -> 3;
                };
        boolean octal = kind >= '0' && kind <= '7';
        int start = octal ? at : at + 1;
        if ((!octal && digits == 3) || start + digits > inner.length()) {
            throw new IllegalArgumentException("no escape: " + kind);
        }
        int value = Integer.parseInt(inner.substring(start, start + digits), octal ? 8 : 16);
        if (octal || kind == 'x') {
            if (value > 255) {
                throw new IllegalArgumentException("more than a byte");
            }
            bytes.write(value);
        } else {
            bytes.writeBytes(Character.toString(value).getBytes(StandardCharsets.UTF_8));
        }
        return start + digits;
    }

    private static boolean isSpace(int rune) {
        return Character.isWhitespace(rune) || Character.isSpaceChar(rune) || rune == 0x85;
    }

    private static IllegalArgumentException unexpected(Token token, String expected) {
        String text =
                token.kind == Kind.END
                        ? "end of input: " + expected
                        : "unexpected " + token.shown() + ": " + expected;
        return error(token.start, Math.max(token.end, token.start + 1), text);
    }

    private static IllegalArgumentException error(int start, int end, String text) {
        return new IllegalArgumentException(start + ":" + end + ": " + text);
    }

    private static IllegalArgumentException error(
            int start, int end, String text, IllegalArgumentException cause) {
        return new IllegalArgumentException(start + ":" + end + ": " + text, cause);
    }
}
