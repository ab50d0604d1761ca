package tocsin.gotemplate;

import tocsin.gotemplate.parse.Node;
import tocsin.gotemplate.parse.Tree;
import tocsin.gotemplate.value.Quotes;
import tocsin.gotemplate.value.Value;

import java.util.ArrayList;
import java.util.List;

/// The state of one execution: where it is, what its variables are, and what it has used.
final class Run {
    private static final int CHARS_PER_STEP = 64;

    private final Limits limits;
    private final StringBuilder out = new StringBuilder();
    private long steps;
    private Tree tree;
    private Node at;
    private List<Variable> variables = new ArrayList<>();

    /// A variable of the scope.
    static final class Variable {
        private final String name;
        private Value value;

        private Variable(String name, Value value) {
            this.name = name;
            this.value = value;
        }
    }

    /// What is put aside while another template runs.
    record Caller(Tree tree, List<Variable> variables) {}

    Run(Limits limits, Tree tree, Value data) {
        this.limits = limits;
        this.tree = tree;
        this.at = tree.root();
        push("$", data);
    }

    Limits limits() {
        return limits;
    }

    StringBuilder out() {
        return out;
    }

    /// Goes to a node, which costs a step.
    void at(Node node) throws TemplateException {
        at = node;
        charge(1);
    }

    void charge(long more) throws TemplateException {
        steps += more;
        if (steps > limits.steps()) {
            throw failure("exceeded the limit of " + limits.steps() + " steps");
        }
    }

    /// Pays for a value that a function made.
    void chargeFor(Value value) throws TemplateException {
        switch (value) {
            case Value.Str(String text, _) -> {
                if (text.length() > limits.outputChars()) {
                    throw tooLong();
                }
                charge(text.length() / CHARS_PER_STEP);
            }
            case Value.Seq(List<Value> items, _) -> charge(items.size() / 8);
            case Value.Dict dict -> charge(dict.keys().length / 8);
            case Value.Nothing _, Value.Boxed _, Value.Bool _, Value.Int _, Value.Real _ -> {}
            case Value.Complex _, Value.Struct _, Value.Time _ -> {}
        }
    }

    void checkOutput() throws TemplateException {
        if (out.length() > limits.outputChars()) {
            throw tooLong();
        }
    }

    private TemplateException tooLong() {
        return failure("exceeded the limit of " + limits.outputChars() + " characters");
    }

    /// A failure at the node where the execution is.
    TemplateException failure(String message) {
        return new TemplateException(
                "template: "
                        + tree.place(at)
                        + ": executing "
                        + Quotes.quote(tree.name())
                        + " at <"
                        + at
                        + ">: "
                        + message);
    }

    int mark() {
        return variables.size();
    }

    void pop(int mark) {
        variables.subList(mark, variables.size()).clear();
    }

    void push(String name, Value value) {
        variables.add(new Variable(name, value));
    }

    /// Sets the variable that was pushed `place` from the last.
    void setTop(int place, Value value) {
        variables.get(variables.size() - place).value = value;
    }

    void set(String name, Value value) throws TemplateException {
        find(name).value = value;
    }

    Value get(String name) throws TemplateException {
        return find(name).value;
    }

    private Variable find(String name) throws TemplateException {
        for (int i = variables.size() - 1; i >= 0; i--) {
            if (variables.get(i).name.equals(name)) {
                return variables.get(i);
            }
        }
        throw failure("undefined variable: " + name);
    }

    /// Enters another template, which sees no variables but its `$`.
    Caller enter(Tree callee, Value data) {
        Caller caller = new Caller(tree, variables);
        tree = callee;
        variables = new ArrayList<>();
        push("$", data);
        return caller;
    }

    void leave(Caller caller) {
        tree = caller.tree;
        variables = caller.variables;
    }
}
