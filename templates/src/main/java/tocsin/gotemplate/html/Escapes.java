package tocsin.gotemplate.html;

import tocsin.gotemplate.html.Context.Delimiter;
import tocsin.gotemplate.html.Context.State;
import tocsin.gotemplate.parse.Node;
import tocsin.gotemplate.parse.Node.Command;
import tocsin.gotemplate.parse.Node.Identifier;
import tocsin.gotemplate.parse.Node.Operand;
import tocsin.gotemplate.parse.Node.Pipe;
import tocsin.gotemplate.value.Quotes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Which escapers an action wants in its context, and how its pipeline gets them.
final class Escapes {
    static final String PREFIX = "_html_template_";

    /// Joins arguments to text, where an escaper has been split off from its arguments.
    static final String ARGUMENTS = "_eval_args_";

    private static final Set<String> PREDEFINED = Set.of("html", "urlquery");
    private static final Map<String, String> EQUIVALENT =
            Map.of(
                    PREFIX + "attrescaper", "html",
                    PREFIX + "htmlescaper", "html",
                    PREFIX + "rcdataescaper", "html",
                    PREFIX + "urlescaper", "urlquery",
                    PREFIX + "urlnormalizer", "urlquery");

    private Escapes() {}

    /// The escapers that an action wants, in order.
    static List<String> wantedBy(Context c, Node.Action action) throws EscapeException {
        checkPredefined(c, action);
        var wanted = new ArrayList<String>();
        switch (c.state()) {
            case URL, CSS_DOUBLE, CSS_SINGLE, CSS_DOUBLE_URL, CSS_SINGLE_URL, CSS_URL ->
                    addForUrl(c, action, wanted);
            case JS -> wanted.add("jsvalescaper");
            case JS_DOUBLE, JS_SINGLE -> wanted.add("jsstrescaper");
            case JS_LITERAL -> wanted.add("jstmpllitescaper");
            case JS_REGEXP -> wanted.add("jsregexpescaper");
            case CSS -> wanted.add("cssvaluefilter");
            case TEXT -> wanted.add("htmlescaper");
            case RCDATA -> wanted.add("rcdataescaper");
            case ATTR, DEAD -> {}
            case ATTR_NAME, TAG, AFTER_NAME, BEFORE_VALUE -> wanted.add("htmlnamefilter");
            case SRCSET -> wanted.add("srcsetescaper");
            case HTML_COMMENT,
                    JS_BLOCK_COMMENT,
                    JS_LINE_COMMENT,
                    CSS_BLOCK_COMMENT,
                    CSS_LINE_COMMENT ->
                    wanted.add("commentescaper");
        }
        switch (c.delimiter()) {
            case NONE -> {}
            case SPACE_OR_TAG_END -> wanted.add("nospaceescaper");
            case DOUBLE_QUOTE, SINGLE_QUOTE -> wanted.add("attrescaper");
        }
        return wanted.stream().map(name -> PREFIX + name).toList();
    }

    private static void addForUrl(Context c, Node.Action action, List<String> wanted)
            throws EscapeException {
        boolean inString = c.state() == State.CSS_DOUBLE || c.state() == State.CSS_SINGLE;
        switch (c.urlPart()) {
            case NONE -> {
                wanted.add("urlfilter");
                wanted.add(inString ? "cssescaper" : "urlnormalizer");
            }
            case BEFORE_QUERY -> wanted.add(inString ? "cssescaper" : "urlnormalizer");
            case QUERY_OR_FRAGMENT -> wanted.add("urlescaper");
            case UNKNOWN ->
                    throw new EscapeException(
                            action, action + " appears in an ambiguous context within a URL");
        }
    }

    private static void checkPredefined(Context c, Node.Action action) throws EscapeException {
        List<Command> commands = action.pipe().commands();
        for (int i = 0; i < commands.size(); i++) {
            String name = function(commands.get(i));
            boolean unquoted =
                    c.state() == State.ATTR
                            && c.delimiter() == Delimiter.SPACE_OR_TAG_END
                            && name.equals("html");
            if (PREDEFINED.contains(name) && (i < commands.size() - 1 || unquoted)) {
                throw new EscapeException(
                        action,
                        "predefined escaper " + Quotes.quote(name) + " disallowed in template");
            }
        }
    }

    private static String function(Command command) {
        return command.operands().getFirst() instanceof Identifier(_, String name) ? name : "";
    }

    /// The action with escapers at the end of its pipeline. One that the author wrote already
    /// stands for ours of the same effect.
    static Node.Action edit(Node.Action action, List<String> escapers) {
        if (escapers.isEmpty()) {
            return action;
        }
        Pipe pipe = action.pipe();
        var commands = new ArrayList<>(pipe.commands());
        var names = new ArrayList<>(escapers);
        merge(commands, names, pipe);
        Set<String> present =
                commands.stream()
                        .map(command -> normalized(function(command)))
                        .collect(Collectors.toSet());
        for (String name : names) {
            if (!present.contains(normalized(name))) {
                commands.add(command(name, pipe));
            }
        }
        return new Node.Action(
                action.position(),
                new Pipe(pipe.position(), pipe.assigns(), pipe.variables(), commands));
    }

    /// Lets an escaper that ends the pipeline already take the place of ours of the same effect.
    private static void merge(List<Command> commands, List<String> names, Pipe pipe) {
        Command last = commands.getLast();
        String written = function(last);
        if (!PREDEFINED.contains(written)) {
            return;
        }
        if (commands.size() == 1 && last.operands().size() > 1) {
            var operands = new ArrayList<Operand>(last.operands());
            int position = operands.getFirst().position();
            operands.set(0, new Identifier(position, ARGUMENTS));
            commands.set(0, new Command(last.position(), operands));
            commands.add(command(written, pipe));
        }
        boolean replaced = false;
        for (int i = 0; i < names.size(); i++) {
            if (written.equals(EQUIVALENT.get(names.get(i)))) {
                names.set(i, written);
                replaced = true;
            }
        }
        if (replaced) {
            commands.removeLast();
        }
    }

    private static String normalized(String name) {
        return EQUIVALENT.getOrDefault(name, name);
    }

    private static Command command(String name, Pipe pipe) {
        return new Command(pipe.position(), List.of(new Identifier(pipe.position(), name)));
    }
}
