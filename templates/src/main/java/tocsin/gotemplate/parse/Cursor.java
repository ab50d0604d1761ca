package tocsin.gotemplate.parse;

import tocsin.gotemplate.parse.Token.Kind;

import java.util.Optional;

/// The tokens of a template with three of look-ahead, and what is wrong where.
///
/// Which line an error names follows from how tokens are put back, so the buffer works as Go's
/// does: the slot at 0 is the last token read or put back farthest.
final class Cursor {
    private final Lexer lexer;
    private final String source;
    private final String text;
    private final Token[] tokens;
    private int ahead;
    private Optional<Token> action = Optional.empty();

    Cursor(String source, String text) {
        this.lexer = new Lexer(text);
        this.source = source;
        this.text = text;
        Token none = new Token(Kind.END_OF_FILE, 0, "");
        this.tokens = new Token[] {none, none, none};
    }

    Token next() {
        if (ahead > 0) {
            ahead--;
        } else {
            tokens[0] = lexer.next();
        }
        return tokens[ahead];
    }

    Token peek() {
        if (ahead > 0) {
            return tokens[ahead - 1];
        }
        ahead = 1;
        tokens[0] = lexer.next();
        return tokens[0];
    }

    Token nextNonSpace() {
        Token token = next();
        while (token.kind() == Kind.SPACE) {
            token = next();
        }
        return token;
    }

    Token peekNonSpace() {
        Token token = nextNonSpace();
        backup();
        return token;
    }

    /// Puts the last token back.
    void backup() {
        ahead++;
    }

    /// Puts one more token back, before the one that is next already.
    void backup(Token token) {
        tokens[1] = token;
        ahead = 2;
    }

    /// Puts two more tokens back, before the one that is next already.
    void backup(Token first, Token second) {
        tokens[1] = second;
        tokens[2] = first;
        ahead = 3;
    }

    void startAction(Token token) {
        action = Optional.of(token);
    }

    void endAction() {
        action = Optional.empty();
    }

    private int line(Token token) {
        int end = Math.min(token.position(), text.length());
        return 1 + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
    }

    /// A problem at the token where the parser is.
    ParseException problem(String message) {
        return new ParseException("template: " + source + ":" + line(tokens[0]) + ": " + message);
    }

    /// A token that may not stand here.
    ParseException unexpected(Token token, String context) {
        if (token.kind() != Kind.ERROR) {
            return problem("unexpected " + token.shown() + " in " + context);
        }
        String extra = "";
        if (action.isPresent() && line(action.get()) != line(token)) {
            boolean saysAction = token.text().endsWith(" action");
            String started = saysAction ? " started at " : " in action started at ";
            extra = started + source + ":" + line(action.get());
        }
        return problem(token.text() + extra);
    }

    Token expect(Kind kind, String context) throws ParseException {
        Token token = nextNonSpace();
        if (token.kind() != kind) {
            throw unexpected(token, context);
        }
        return token;
    }
}
