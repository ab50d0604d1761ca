package tocsin.gotemplate;

import tocsin.gotemplate.parse.ParseException;
import tocsin.gotemplate.parse.Parser;
import tocsin.gotemplate.parse.Tree;
import tocsin.gotemplate.value.Value;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Named templates that may invoke one another. Immutable: parsing more gives another set.
public final class TemplateSet {
    private final Functions functions;
    private final Map<String, Tree> trees;

    private TemplateSet(Functions functions, Map<String, Tree> trees) {
        this.functions = functions;
        this.trees = trees;
    }

    /// A set without templates.
    public static TemplateSet of(Functions functions) {
        return new TemplateSet(functions, Map.of());
    }

    /// This set and what a text defines: itself under its name, and its definitions. They replace
    /// those of the same names, unless they are empty and the others are not.
    public TemplateSet with(String name, String text) throws TemplateException {
        Map<String, Tree> parsed;
        try {
            parsed = Parser.parse(name, text, functions::has);
        } catch (ParseException e) {
            throw new TemplateException(String.valueOf(e.getMessage()));
        }
        var all = new HashMap<>(trees);
        parsed.forEach((each, tree) ->
                all.merge(each, tree, (before, after) -> after.isEmpty() ? before : after));
        return new TemplateSet(functions, all);
    }

    /// This set with trees in place of those of the same names, and other functions.
    TemplateSet replacing(Map<String, Tree> others, Functions with) {
        var all = new HashMap<>(trees);
        all.putAll(others);
        return new TemplateSet(with, all);
    }

    Optional<Tree> tree(String name) {
        return Optional.ofNullable(trees.get(name));
    }

    /// The functions that the templates were parsed with.
    public Functions functions() {
        return functions;
    }

    /// What a template makes of data.
    public String execute(String name, Value data, Limits limits) throws TemplateException {
        return execute(name, data, functions, limits);
    }

    /// What a template makes of data, with functions that know more of this execution than those it
    /// was parsed with.
    public String execute(String name, Value data, Functions with, Limits limits)
            throws TemplateException {
        Tree tree = trees.get(name);
        if (tree == null) {
            throw new TemplateException("template: no template \"" + name + "\"");
        }
        return new Executor(this, with, limits).run(tree, data);
    }
}
