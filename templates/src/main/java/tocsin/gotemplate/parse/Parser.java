package tocsin.gotemplate.parse;

import org.jspecify.annotations.Nullable;

import tocsin.gotemplate.parse.Node.Block;
import tocsin.gotemplate.parse.Node.Pipe;
import tocsin.gotemplate.parse.Node.Statement;
import tocsin.gotemplate.parse.Token.Kind;
import tocsin.gotemplate.value.Quotes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Parses the text of a template and the templates that it defines, by recursive descent. Nesting
/// is limited, for each level costs stack.
public final class Parser {
    /// How deep control structures and parentheses may nest.
    static final int MAX_NESTING = 200;

    private final Shared shared;
    private final Pipelines pipelines;
    private int ranges;

    /// What the template and the definitions within it have in common.
    private record Shared(String source, String text, Cursor cursor, Map<String, Tree> trees) {}

    private Parser(Shared shared, Pipelines pipelines) {
        this.shared = shared;
        this.pipelines = pipelines;
    }

    /// The templates that a text defines, itself under its name among them.
    ///
    /// @param isFunction which names are functions
    public static Map<String, Tree> parse(String name, String text, Predicate<String> isFunction)
            throws ParseException {
        var cursor = new Cursor(name, text);
        var shared = new Shared(name, text, cursor, new LinkedHashMap<>());
        var parser = new Parser(shared, new Pipelines(cursor, isFunction));
        parser.add(name, parser.top());
        return shared.trees;
    }

    private Parser nested() {
        return new Parser(shared, pipelines.fresh());
    }

    private void add(String name, Block root) throws ParseException {
        Tree tree = new Tree(name, shared.source, shared.text, root);
        Tree before = shared.trees.get(name);
        if (before == null || before.isEmpty()) {
            shared.trees.put(name, tree);
        } else if (!tree.isEmpty()) {
            throw shared.cursor.problem(
                    "template: multiple definition of template " + Quotes.quote(name));
        }
    }

    private Block top() throws ParseException {
        Cursor cursor = shared.cursor;
        var statements = new ArrayList<Statement>();
        while (cursor.peek().kind() != Kind.END_OF_FILE) {
            if (cursor.peek().kind() == Kind.LEFT_DELIMITER) {
                Token delimiter = cursor.next();
                if (cursor.nextNonSpace().kind() == Kind.DEFINE) {
                    nested().definition();
                    continue;
                }
                cursor.backup();
                cursor.backup(delimiter);
            }
            switch (step()) {
                case Step.Of(Statement statement) -> statements.add(statement);
                case Step.End _ -> throw cursor.problem("unexpected {{end}}");
                case Step.Else _ -> throw cursor.problem("unexpected {{else}}");
            }
        }
        return new Block(0, statements);
    }

    private void definition() throws ParseException {
        String context = "define clause";
        Token name = shared.cursor.nextNonSpace();
        if (name.kind() != Kind.STRING && name.kind() != Kind.RAW_STRING) {
            throw shared.cursor.unexpected(name, context);
        }
        String unquoted = unquote(name);
        shared.cursor.expect(Kind.RIGHT_DELIMITER, context);
        add(unquoted, endedBlock(context));
    }

    private Block endedBlock(String context) throws ParseException {
        Body body = body();
        if (body.end() instanceof Step.Else) {
            throw shared.cursor.problem("unexpected {{else}} in " + context);
        }
        return body.block();
    }

    private String unquote(Token token) throws ParseException {
        return Quotes.unquote(token.text())
                .orElseThrow(() -> shared.cursor.problem("invalid syntax"));
    }

    /// What was met next: a statement, or what ends a list of them.
    private sealed interface Step {
        record Of(Statement statement) implements Step {}

        record End() implements Step {}

        record Else(int position) implements Step {}
    }

    /// A list of statements and what ended it.
    private record Body(Block block, Step end) {}

    private Body body() throws ParseException {
        pipelines.enter();
        int position = shared.cursor.peekNonSpace().position();
        var statements = new ArrayList<Statement>();
        while (shared.cursor.peekNonSpace().kind() != Kind.END_OF_FILE) {
            Step step = step();
            if (step instanceof Step.Of(Statement statement)) {
                statements.add(statement);
            } else {
                pipelines.leave();
                return new Body(new Block(position, statements), step);
            }
        }
        throw shared.cursor.problem("unexpected EOF");
    }

    private Step step() throws ParseException {
        Token token = shared.cursor.nextNonSpace();
        return switch (token.kind()) {
            case TEXT -> new Step.Of(new Node.Text(token.position(), token.text()));
            case LEFT_DELIMITER -> {
                shared.cursor.startAction(token);
                Step step = action();
                shared.cursor.endAction();
                yield step;
            }
            default -> throw shared.cursor.unexpected(token, "input");
        };
    }

    private Step action() throws ParseException {
        Cursor cursor = shared.cursor;
        Token token = cursor.nextNonSpace();
        return switch (token.kind()) {
            case BLOCK -> new Step.Of(block());
            case BREAK -> new Step.Of(new Node.Break(inRange(token, "{{break}}")));
            case CONTINUE -> new Step.Of(new Node.Continue(inRange(token, "{{continue}}")));
            case ELSE -> otherwise();
            case END -> {
                cursor.expect(Kind.RIGHT_DELIMITER, "end");
                yield new Step.End();
            }
            case IF -> new Step.Of(branch(Kind.IF, "if"));
            case RANGE -> new Step.Of(branch(Kind.RANGE, "range"));
            case TEMPLATE -> new Step.Of(call());
            case WITH -> new Step.Of(branch(Kind.WITH, "with"));
            default -> {
                cursor.backup();
                int position = cursor.peek().position();
                yield new Step.Of(
                        new Node.Action(
                                position, pipelines.pipeline("command", Kind.RIGHT_DELIMITER)));
            }
        };
    }

    private int inRange(Token token, String what) throws ParseException {
        Token end = shared.cursor.nextNonSpace();
        if (end.kind() != Kind.RIGHT_DELIMITER) {
            throw shared.cursor.unexpected(end, what);
        }
        if (ranges == 0) {
            throw shared.cursor.problem(what + " outside {{range}}");
        }
        return token.position();
    }

    /// `else` leaves a following `if` or `with` to be read.
    private Step otherwise() throws ParseException {
        Token next = shared.cursor.peekNonSpace();
        if (next.kind() == Kind.IF || next.kind() == Kind.WITH) {
            return new Step.Else(next.position());
        }
        return new Step.Else(shared.cursor.expect(Kind.RIGHT_DELIMITER, "else").position());
    }

    private Statement branch(Kind kind, String word) throws ParseException {
        int variables = pipelines.variables();
        Pipe pipe = pipelines.pipeline(word, Kind.RIGHT_DELIMITER);
        ranges += kind == Kind.RANGE ? 1 : 0;
        Body body = body();
        ranges -= kind == Kind.RANGE ? 1 : 0;
        @Nullable Block otherwise = otherwise(kind, word, body.end()).orElse(null);
        pipelines.forgetFrom(variables);
        int position = pipe.position();
        return switch (kind) {
            case RANGE -> new Node.Range(position, pipe, body.block(), otherwise);
            case WITH -> new Node.With(position, pipe, body.block(), otherwise);
            default -> new Node.If(position, pipe, body.block(), otherwise);
        };
    }

    private Optional<Block> otherwise(Kind kind, String word, Step end) throws ParseException {
        if (!(end instanceof Step.Else(int position))) {
            return Optional.empty();
        }
        boolean chains = kind != Kind.RANGE && shared.cursor.peek().kind() == kind;
        if (chains) {
            shared.cursor.next();
            pipelines.enter();
            Statement next = branch(kind, word);
            pipelines.leave();
            return Optional.of(new Block(position, List.of(next)));
        }
        Body body = body();
        if (body.end() instanceof Step.Else) {
            throw shared.cursor.problem("expected end; found {{else}}");
        }
        return Optional.of(body.block());
    }

    private Statement block() throws ParseException {
        String context = "block clause";
        Token token = shared.cursor.nextNonSpace();
        String name = name(token, context);
        Pipe pipe = pipelines.pipeline(context, Kind.RIGHT_DELIMITER);
        Parser inner = nested();
        inner.add(name, inner.endedBlock(context));
        return new Node.Call(token.position(), name, pipe);
    }

    private Statement call() throws ParseException {
        String context = "template clause";
        Token token = shared.cursor.nextNonSpace();
        String name = name(token, context);
        if (shared.cursor.nextNonSpace().kind() == Kind.RIGHT_DELIMITER) {
            return new Node.Call(token.position(), name, null);
        }
        shared.cursor.backup();
        Pipe pipe = pipelines.pipeline(context, Kind.RIGHT_DELIMITER);
        return new Node.Call(token.position(), name, pipe);
    }

    private String name(Token token, String context) throws ParseException {
        if (token.kind() != Kind.STRING && token.kind() != Kind.RAW_STRING) {
            throw shared.cursor.unexpected(token, context);
        }
        return unquote(token);
    }
}
