package tocsin.server.verbs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import tocsin.promql.ast.Pretty;
import tocsin.promql.parse.Parser;
import tocsin.promql.parse.ParserOptions;

import java.util.concurrent.Callable;

/// `promql format`: an expression as it should be written.
@Command(name = "format", description = "Format a PromQL expression.")
final class PromqlFormat implements Callable<Integer> {
    private final Globals globals;

    @Parameters(arity = "1", description = "The expression.")
    String query = "";

    PromqlFormat(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        try {
            String text = Pretty.print(Parser.parse(query, ParserOptions.ALL));
            globals.streams().out().print(text + "\n");
            return 0;
        } catch (IllegalArgumentException e) {
            throw new VerbException(String.valueOf(e.getMessage()));
        }
    }
}
