package tocsin.gotemplate.parse;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A node of a template's tree. `toString` is the text that error messages show.
public sealed interface Node {
    /// Where it begins in the text, in characters.
    int position();

    /// What stands in the flow of a template: text and actions.
    sealed interface Statement extends Node {}

    /// What has a value.
    sealed interface Operand extends Node {}

    record Text(int position, String text) implements Statement {
        @Override
        public String toString() {
            return text;
        }
    }

    /// A pipeline whose value is written, unless it only sets variables.
    record Action(int position, Pipe pipe) implements Statement {
        @Override
        public String toString() {
            return "{{" + pipe + "}}";
        }
    }

    record If(int position, Pipe pipe, Block then, @Nullable Block otherwise) implements Statement {
        @Override
        public String toString() {
            return NodeText.branch("if", pipe, then, otherwise);
        }
    }

    record With(int position, Pipe pipe, Block then, @Nullable Block otherwise)
            implements Statement {
        @Override
        public String toString() {
            return NodeText.branch("with", pipe, then, otherwise);
        }
    }

    record Range(int position, Pipe pipe, Block body, @Nullable Block otherwise)
            implements Statement {
        @Override
        public String toString() {
            return NodeText.branch("range", pipe, body, otherwise);
        }
    }

    record Break(int position) implements Statement {
        @Override
        public String toString() {
            return "{{break}}";
        }
    }

    record Continue(int position) implements Statement {
        @Override
        public String toString() {
            return "{{continue}}";
        }
    }

    /// An invocation of another template.
    record Call(int position, String name, @Nullable Pipe pipe) implements Statement {
        @Override
        public String toString() {
            return NodeText.call(name, pipe);
        }
    }

    /// A list of statements.
    record Block(int position, List<Statement> statements) implements Node {
        public Block {
            statements = List.copyOf(statements);
        }

        @Override
        public String toString() {
            return NodeText.joined(statements, "");
        }
    }

    /// Commands, each given the value of the one before; and the variables that take the last's.
    ///
    /// @param assigns whether the variables are there already
    record Pipe(int position, boolean assigns, List<Variable> variables, List<Command> commands)
            implements Operand {
        public Pipe {
            variables = List.copyOf(variables);
            commands = List.copyOf(commands);
        }

        @Override
        public String toString() {
            return NodeText.pipe(this);
        }
    }

    /// Operands, of which the first may be a function or method and the others its arguments.
    record Command(int position, List<Operand> operands) implements Node {
        public Command {
            operands = List.copyOf(operands);
        }

        @Override
        public String toString() {
            return NodeText.command(this);
        }
    }

    record Dot(int position) implements Operand {
        @Override
        public String toString() {
            return ".";
        }
    }

    record Nil(int position) implements Operand {
        @Override
        public String toString() {
            return "nil";
        }
    }

    /// `.A.B`.
    record Field(int position, List<String> names) implements Operand {
        public Field {
            names = List.copyOf(names);
        }

        @Override
        public String toString() {
            return "." + String.join(".", names);
        }
    }

    /// `$x.A.B`; the first name is the variable's with its `$`.
    record Variable(int position, List<String> names) implements Operand {
        public Variable {
            names = List.copyOf(names);
        }

        @Override
        public String toString() {
            return String.join(".", names);
        }
    }

    /// Fields of something that is neither dot nor a variable: `(f x).A.B`.
    record Chain(int position, Operand of, List<String> names) implements Operand {
        public Chain {
            names = List.copyOf(names);
        }

        @Override
        public String toString() {
            return (of instanceof Pipe ? "(" + of + ")" : of) + "." + String.join(".", names);
        }
    }

    /// The name of a function.
    record Identifier(int position, String name) implements Operand {
        @Override
        public String toString() {
            return name;
        }
    }

    record Bool(int position, boolean value) implements Operand {
        @Override
        public String toString() {
            return value ? "true" : "false";
        }
    }

    /// A number with everything that it can stand for.
    record Numeral(int position, String text, Constant constant) implements Operand {
        @Override
        public String toString() {
            return text;
        }
    }

    /// A string with its quotes, and what it says.
    record Str(int position, String written, String text) implements Operand {
        @Override
        public String toString() {
            return written;
        }
    }
}
