package tocsin.promql.parse;

import org.jspecify.annotations.Nullable;

import tocsin.promql.parse.Token.Kind;

import java.util.List;

/// The tokens of a query, one after the other.
final class Cursor {
    private final String query;
    private final List<Token> tokens;
    private final @Nullable ParseException lexical;
    private int next;

    Cursor(String query) {
        this.query = query;
        Lexer.Result read = Lexer.read(query);
        this.tokens = read.tokens();
        this.lexical = read.error();
    }

    Token peek() {
        return peek(0);
    }

    /// A later token; at the lexer's error, that error.
    Token peek(int ahead) {
        if (next + ahead < tokens.size()) {
            return tokens.get(next + ahead);
        }
        if (lexical != null) {
            throw lexical;
        }
        return tokens.getLast();
    }

    Token take() {
        Token token = peek();
        next++;
        return token;
    }

    boolean takeIf(String text) {
        if (peek().is(text)) {
            next++;
            return true;
        }
        return false;
    }

    Token expect(String text, String context, String expected) {
        if (!peek().is(text)) {
            throw unexpected(context, expected);
        }
        return take();
    }

    Token expect(Kind kind, String context, String expected) {
        if (peek().kind() != kind) {
            throw unexpected(context, expected);
        }
        return take();
    }

    /// The token before one that was just taken.
    Token before(Token taken) {
        return next >= 2 ? tokens.get(next - 2) : taken;
    }

    /// The end of the token before.
    int lastEnd() {
        return next == 0 ? 0 : tokens.get(next - 1).end();
    }

    ParseException unexpected(String context, String expected) {
        Token token = peek();
        var message = new StringBuilder("unexpected ").append(token.description());
        if (!context.isEmpty()) {
            message.append(" in ").append(context);
        }
        if (!expected.isEmpty()) {
            message.append(", expected ").append(expected);
        }
        return error(token.position(), message.toString());
    }

    ParseException error(int position, String message) {
        return ParseException.at(query, position, message);
    }
}
