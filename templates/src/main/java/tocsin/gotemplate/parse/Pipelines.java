package tocsin.gotemplate.parse;

import tocsin.gotemplate.parse.Node.Command;
import tocsin.gotemplate.parse.Node.Operand;
import tocsin.gotemplate.parse.Node.Pipe;
import tocsin.gotemplate.parse.Node.Variable;
import tocsin.gotemplate.parse.Token.Kind;
import tocsin.gotemplate.value.Quotes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Parses what stands between the delimiters: pipelines, commands and operands. Knows which
/// variables are in scope.
final class Pipelines {
    private final Cursor cursor;
    private final Predicate<String> isFunction;
    private final Depth depth;
    private final List<String> variables = new ArrayList<>(List.of("$"));

    /// How deep the text nests; counted through definitions too.
    private static final class Depth {
        private int value;
    }

    Pipelines(Cursor cursor, Predicate<String> isFunction) {
        this(cursor, isFunction, new Depth());
    }

    private Pipelines(Cursor cursor, Predicate<String> isFunction, Depth depth) {
        this.cursor = cursor;
        this.isFunction = isFunction;
        this.depth = depth;
    }

    /// For a template within the text, which sees none of the variables around it.
    Pipelines fresh() {
        return new Pipelines(cursor, isFunction, depth);
    }

    void enter() throws ParseException {
        depth.value++;
        if (depth.value > Parser.MAX_NESTING) {
            throw cursor.problem("nesting is deeper than " + Parser.MAX_NESTING);
        }
    }

    void leave() {
        depth.value--;
    }

    int variables() {
        return variables.size();
    }

    void forgetFrom(int count) {
        variables.subList(count, variables.size()).clear();
    }

    Pipe pipeline(String context, Kind end) throws ParseException {
        int position = cursor.peekNonSpace().position();
        var declared = new ArrayList<Variable>();
        boolean assigns = declarations(context, declared);
        var commands = new ArrayList<Command>();
        while (true) {
            Token token = cursor.nextNonSpace();
            if (token.kind() == end) {
                check(commands, context);
                return new Pipe(position, assigns, declared, commands);
            }
            if (!startsOperand(token.kind())) {
                throw cursor.unexpected(token, context);
            }
            cursor.backup();
            commands.add(command());
        }
    }

    private static boolean startsOperand(Kind kind) {
        return switch (kind) {
            case BOOL,
                    CHARACTER_CONSTANT,
                    COMPLEX,
                    DOT,
                    FIELD,
                    IDENTIFIER,
                    NUMBER,
                    NIL,
                    RAW_STRING,
                    STRING,
                    VARIABLE,
                    LEFT_PARENTHESIS ->
                    true;
            default -> false;
        };
    }

    /// Reads `$x :=`, `$x =` or, in `range`, two variables; says whether they are assigned to.
    private boolean declarations(String context, List<Variable> declared) throws ParseException {
        boolean assigns = false;
        while (cursor.peekNonSpace().kind() == Kind.VARIABLE) {
            Token variable = cursor.next();
            // "$x foo" must be told from "$x := foo", so a blank may have to be put back as well.
            Token after = cursor.peek();
            Token next = cursor.peekNonSpace();
            if (next.kind() == Kind.ASSIGN || next.kind() == Kind.DECLARE) {
                assigns = next.kind() == Kind.ASSIGN;
                cursor.nextNonSpace();
                declare(variable, declared);
                return assigns;
            }
            if (next.kind() == Kind.CHARACTER && next.text().equals(",")) {
                cursor.nextNonSpace();
                declare(variable, declared);
                if (!context.equals("range") || declared.size() > 1) {
                    throw cursor.problem("too many declarations in " + context);
                }
                switch (cursor.peekNonSpace().kind()) {
                    case VARIABLE, RIGHT_DELIMITER, RIGHT_PARENTHESIS -> {}
                    default -> throw cursor.problem("range can only initialize variables");
                }
                continue;
            }
            if (after.kind() == Kind.SPACE) {
                cursor.backup(variable, after);
            } else {
                cursor.backup(variable);
            }
            return assigns;
        }
        return assigns;
    }

    private void declare(Token variable, List<Variable> declared) {
        declared.add(new Variable(variable.position(), List.of(variable.text())));
        variables.add(variable.text());
    }

    /// Only the first command may begin with something that cannot be called.
    private void check(List<Command> commands, String context) throws ParseException {
        if (commands.isEmpty()) {
            throw cursor.problem("missing value for " + context);
        }
        for (int i = 1; i < commands.size(); i++) {
            switch (commands.get(i).operands().getFirst()) {
                case Node.Bool _, Node.Dot _, Node.Nil _, Node.Numeral _, Node.Str _ ->
                        throw cursor.problem("non executable command in pipeline stage " + (i + 1));
                case Pipe _, Node.Field _, Variable _, Node.Chain _, Node.Identifier _ -> {}
            }
        }
    }

    private Command command() throws ParseException {
        int position = cursor.peekNonSpace().position();
        var operands = new ArrayList<Operand>();
        boolean more = true;
        while (more) {
            cursor.peekNonSpace();
            operand().ifPresent(operands::add);
            Token token = cursor.next();
            switch (token.kind()) {
                case SPACE -> {}
                case RIGHT_DELIMITER, RIGHT_PARENTHESIS -> {
                    cursor.backup();
                    more = false;
                }
                case PIPE -> more = false;
                default -> throw cursor.unexpected(token, "operand");
            }
        }
        if (operands.isEmpty()) {
            throw cursor.problem("empty command");
        }
        return new Command(position, operands);
    }

    private Optional<Operand> operand() throws ParseException {
        Optional<Operand> term = term();
        if (term.isEmpty() || cursor.peek().kind() != Kind.FIELD) {
            return term;
        }
        int position = cursor.peek().position();
        var names = new ArrayList<String>();
        while (cursor.peek().kind() == Kind.FIELD) {
            names.add(cursor.next().text().substring(1));
        }
        return Optional.of(
                switch (term.get()) {
                    case Node.Field field -> new Node.Field(position, joined(field.names(), names));
                    case Variable variable ->
                            new Variable(position, joined(variable.names(), names));
                    case Node.Bool _, Node.Str _, Node.Numeral _, Node.Nil _, Node.Dot _ ->
                            throw cursor.problem(
                                    "unexpected . after term "
                                            + Quotes.quote(term.get().toString()));
                    case Pipe _, Node.Chain _, Node.Identifier _ ->
                            new Node.Chain(position, term.get(), names);
                });
    }

    private static List<String> joined(List<String> first, List<String> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private Optional<Operand> term() throws ParseException {
        Token token = cursor.nextNonSpace();
        int position = token.position();
        String text = token.text();
        return switch (token.kind()) {
            case IDENTIFIER -> Optional.of(function(token));
            case DOT -> Optional.of(new Node.Dot(position));
            case NIL -> Optional.of(new Node.Nil(position));
            case VARIABLE -> Optional.of(variable(token));
            case FIELD -> Optional.of(new Node.Field(position, List.of(text.substring(1))));
            case BOOL -> Optional.of(new Node.Bool(position, text.equals("true")));
            case CHARACTER_CONSTANT, COMPLEX, NUMBER -> Optional.of(number(token));
            case LEFT_PARENTHESIS -> {
                enter();
                Pipe pipe = pipeline("parenthesized pipeline", Kind.RIGHT_PARENTHESIS);
                leave();
                yield Optional.of(pipe);
            }
            case STRING, RAW_STRING -> {
                String unquoted =
                        Quotes.unquote(text).orElseThrow(() -> cursor.problem("invalid syntax"));
                yield Optional.of(new Node.Str(position, text, unquoted));
            }
            default -> {
                cursor.backup();
                yield Optional.empty();
            }
        };
    }

    private Operand function(Token token) throws ParseException {
        if (!isFunction.test(token.text())) {
            throw cursor.problem("function " + Quotes.quote(token.text()) + " not defined");
        }
        return new Node.Identifier(token.position(), token.text());
    }

    private Operand variable(Token token) throws ParseException {
        if (!variables.contains(token.text())) {
            throw cursor.problem("undefined variable " + Quotes.quote(token.text()));
        }
        return new Variable(token.position(), List.of(token.text()));
    }

    private Operand number(Token token) throws ParseException {
        String text = token.text();
        try {
            return new Node.Numeral(
                    token.position(),
                    text,
                    switch (token.kind()) {
                        case CHARACTER_CONSTANT -> Constant.character(text);
                        case COMPLEX -> Constant.complex(text);
                        default -> Constant.number(text);
                    });
        } catch (ParseException e) {
            throw cursor.problem(String.valueOf(e.getMessage()));
        }
    }
}
