package tocsin.gotemplate.html;

import org.jspecify.annotations.Nullable;

import tocsin.gotemplate.html.Context.Slash;
import tocsin.gotemplate.html.Context.State;
import tocsin.gotemplate.html.Context.UrlPart;
import tocsin.gotemplate.parse.Node;
import tocsin.gotemplate.parse.Node.Block;
import tocsin.gotemplate.parse.Node.Statement;
import tocsin.gotemplate.parse.Tree;
import tocsin.gotemplate.value.Quotes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Rewrites a template and all that it invokes so that every action is escaped by its context. A
/// template that is invoked in several contexts is rewritten for each, under a name of its own.
public final class Escaper {
    private static final int MAX_DERIVED = 2_000;

    private final Function<String, Optional<Tree>> templates;
    private Map<String, Tree> escaped = new HashMap<>();
    private Map<String, Context> ends = new HashMap<>();
    private Set<String> called = new HashSet<>();
    private Loop loop = new Loop();

    /// The contexts in which the loop around is left or begun anew.
    private static final class Loop {
        private final List<Context> exits = new ArrayList<>();
    }

    /// What a list of statements becomes, and the context behind it.
    private record Rewritten(Block block, Context end) {}

    /// An escaper of templates that are found by their names.
    public Escaper(Function<String, Optional<Tree>> templates) {
        this.templates = templates;
    }

    /// The rewritten templates, by the names under which they are invoked.
    public Map<String, Tree> escape(String name) throws EscapeException {
        Tree tree = templates.apply(name).orElseThrow();
        Context end = invoke(Context.TEXT, tree.root(), name);
        if (end.state() != State.TEXT) {
            throw new EscapeException(null, "ends in a non-text context: " + end);
        }
        return escaped;
    }

    private Context invoke(Context c, Node at, String name) throws EscapeException {
        String mangled = c.mangle(name);
        called.add(mangled);
        Context known = ends.get(mangled);
        if (known != null) {
            return known;
        }
        Optional<Tree> tree = templates.apply(name);
        if (tree.isEmpty()) {
            throw new EscapeException(at, "no such template " + Quotes.quote(name));
        }
        if (ends.size() > MAX_DERIVED) {
            throw new EscapeException(at, "templates are invoked in too many contexts");
        }
        return endOf(c, mangled, tree.get());
    }

    /// The context behind a template: a template that invokes itself needs it to be assumed.
    private Context endOf(Context c, String mangled, Tree tree) throws EscapeException {
        Context first = attempt(c, c, mangled, tree);
        if (first.equals(ends.get(mangled))) {
            return first;
        }
        Context second = attempt(c, first, mangled, tree);
        if (second.equals(first)) {
            return second;
        }
        throw new EscapeException(
                tree.root(), "cannot compute output context for template " + tree.name());
    }

    /// Rewrites a template that is assumed to end in a context. What was found out is kept only if
    /// the assumption did not matter or was right.
    private Context attempt(Context c, Context assumed, String mangled, Tree tree)
            throws EscapeException {
        Map<String, Tree> escapedBefore = new HashMap<>(escaped);
        Map<String, Context> endsBefore = new HashMap<>(ends);
        Set<String> calledBefore = called;
        Loop loopBefore = loop;
        called = new HashSet<>();
        loop = new Loop();
        ends.put(mangled, assumed);
        Rewritten body;
        try {
            body = block(c, tree.root());
        } catch (EscapeException e) {
            throw e.in(tree);
        }
        boolean isRecursive = called.contains(mangled);
        loop = loopBefore;
        if (isRecursive && !body.end.equals(assumed)) {
            escaped = escapedBefore;
            ends = endsBefore;
            called = calledBefore;
            return body.end;
        }
        called.addAll(calledBefore);
        ends.put(mangled, body.end);
        escaped.put(mangled, new Tree(tree.name(), tree.source(), tree.text(), body.block));
        return body.end;
    }

    private Rewritten block(Context c, @Nullable Block block) throws EscapeException {
        if (block == null) {
            return new Rewritten(new Block(0, List.of()), c);
        }
        var statements = new ArrayList<Statement>();
        Context at = c;
        for (Statement statement : block.statements()) {
            at = statement(at, statement, statements);
            if (at.state() == State.DEAD) {
                break;
            }
        }
        return new Rewritten(new Block(block.position(), statements), at);
    }

    private Context statement(Context c, Statement statement, List<Statement> to)
            throws EscapeException {
        return switch (statement) {
            case Node.Text text -> {
                TextEscaper.Result result = TextEscaper.escape(c, text);
                to.add(result.text());
                yield result.end();
            }
            case Node.Action action -> action(c, action, to);
            case Node.If branch -> {
                Rewritten then = block(c, branch.then());
                Rewritten otherwise = block(c, branch.otherwise());
                to.add(new Node.If(branch.position(), branch.pipe(), then.block, otherwise.block));
                yield join(then.end, otherwise.end, branch, "if");
            }
            case Node.With with -> {
                Rewritten then = block(c, with.then());
                Rewritten otherwise = block(c, with.otherwise());
                to.add(new Node.With(with.position(), with.pipe(), then.block, otherwise.block));
                yield join(then.end, otherwise.end, with, "with");
            }
            case Node.Range range -> range(c, range, to);
            case Node.Break _, Node.Continue _ -> {
                to.add(statement);
                loop.exits.add(c);
                yield c.in(State.DEAD);
            }
            case Node.Call call -> {
                Context end = invoke(c, call, call.name());
                to.add(new Node.Call(call.position(), c.mangle(call.name()), call.pipe()));
                yield end;
            }
        };
    }

    private static Context action(Context c, Node.Action action, List<Statement> to)
            throws EscapeException {
        if (!action.pipe().variables().isEmpty()) {
            to.add(action);
            return c;
        }
        Context inside = c.nudged();
        to.add(Escapes.edit(action, Escapes.wantedBy(inside, action)));
        return behindAction(inside);
    }

    private static Context behindAction(Context c) {
        return switch (c.state()) {
            case JS -> c.with(Slash.DIVISION);
            case TAG -> c.in(State.ATTR_NAME);
            default -> c;
        };
    }

    private Context range(Context c, Node.Range range, List<Statement> to) throws EscapeException {
        Loop outer = loop;
        loop = new Loop();
        Rewritten body = block(c, range.body());
        Context end = withExits(body.end, range);
        loop = new Loop();
        try {
            Context again = block(end, range.body()).end;
            end = withExits(join(end, again, range, "range"), range);
        } catch (EscapeException e) {
            throw e.behind("on range loop re-entry: ");
        }
        loop = outer;
        Rewritten otherwise = block(c, range.otherwise());
        to.add(new Node.Range(range.position(), range.pipe(), body.block, otherwise.block));
        return join(end, otherwise.end, range, "range");
    }

    private Context withExits(Context end, Node.Range range) throws EscapeException {
        Context joined = end;
        for (Context exit : loop.exits) {
            joined = join(joined, exit, range, "range");
        }
        return joined;
    }

    private static Context join(Context a, Context b, Node node, String word)
            throws EscapeException {
        return join(a, b)
                .orElseThrow(() ->
                        new EscapeException(
                                node,
                                "{{"
                                        + word
                                        + "}} branches end in different contexts: "
                                        + a
                                        + ", "
                                        + b));
    }

    /// The one context in which two branches end.
    private static Optional<Context> join(Context a, Context b) {
        if (a.state() == State.DEAD) {
            return Optional.of(b);
        }
        if (b.state() == State.DEAD || a.equals(b)) {
            return Optional.of(a);
        }
        if (a.with(b.urlPart()).equals(b)) {
            return Optional.of(a.with(UrlPart.UNKNOWN));
        }
        if (a.with(b.slash()).equals(b)) {
            return Optional.of(a.with(Slash.UNKNOWN));
        }
        Context c = a.nudged();
        Context d = b.nudged();
        return c.equals(a) && d.equals(b) ? Optional.empty() : join(c, d);
    }
}
