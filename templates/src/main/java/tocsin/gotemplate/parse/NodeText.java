package tocsin.gotemplate.parse;

import org.jspecify.annotations.Nullable;

import tocsin.gotemplate.parse.Node.Block;
import tocsin.gotemplate.parse.Node.Command;
import tocsin.gotemplate.parse.Node.Operand;
import tocsin.gotemplate.parse.Node.Pipe;
import tocsin.gotemplate.value.Quotes;

import java.util.List;
import java.util.stream.Collectors;

/// The canonical text of nodes.
final class NodeText {
    private NodeText() {}

    static String joined(List<? extends Node> nodes, String between) {
        return nodes.stream().map(Node::toString).collect(Collectors.joining(between));
    }

    static String pipe(Pipe pipe) {
        String sets =
                pipe.variables().isEmpty()
                        ? ""
                        : joined(pipe.variables(), ", ") + (pipe.assigns() ? " = " : " := ");
        return sets + joined(pipe.commands(), " | ");
    }

    static String command(Command command) {
        return command.operands().stream().map(NodeText::operand).collect(Collectors.joining(" "));
    }

    private static String operand(Operand operand) {
        return operand instanceof Pipe ? "(" + operand + ")" : operand.toString();
    }

    static String call(String name, @Nullable Pipe pipe) {
        return "{{template " + Quotes.quote(name) + (pipe == null ? "" : " " + pipe) + "}}";
    }

    static String branch(String word, Pipe pipe, Block then, @Nullable Block otherwise) {
        String rest = otherwise == null ? "" : "{{else}}" + otherwise;
        return "{{" + word + " " + pipe + "}}" + then + rest + "{{end}}";
    }
}
