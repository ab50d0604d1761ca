package tocsin.server.verbs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.routing.Route;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;

/// `config routes test`: which receivers an alert of these labels reaches.
@Command(name = "test", description = "Test which receivers labels lead to.")
final class RoutesTest implements Callable<Integer> {
    private final Globals globals;

    @Mixin RouteSource source = new RouteSource();

    @Option(names = "--verify.receivers", description = "The receivers expected, by comma.")
    String expected = "";

    @Option(names = "--tree", description = "Draw the routes that match.")
    boolean tree;

    @Parameters(arity = "0..*", description = "Labels, key=value.")
    List<String> labels = List.of();

    RoutesTest(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        Route root = source.read(globals);
        Labels alert = labels();
        PrintStream out = globals.streams().out();
        if (tree) {
            out.print("Matching routes:\n" + RouteTree.matching(root, alert) + "\n\n");
        }
        List<String> receivers = root.match(alert).stream().map(Route::receiver).toList();
        out.print(String.join(",", receivers) + "\n");
        if (!expected.isEmpty() && !Verbs.words(expected).equals(receivers)) {
            out.print("WARNING: Expected receivers did not match resolved receivers.\n");
            return 1;
        }
        return 0;
    }

    private Labels labels() {
        var builder = new LabelsBuilder();
        for (String text : labels) {
            Matcher matcher;
            try {
                matcher = globals.matchers().one(text);
            } catch (IllegalArgumentException e) {
                throw new VerbException("Failed to parse labels: " + e.getMessage() + "\n");
            }
            if (matcher.type() != MatchType.EQUAL) {
                throw new VerbException(
                        "Failed to parse labels: labels must be specified as key=value pairs\n");
            }
            builder.set(matcher.name(), matcher.value());
        }
        return builder.build();
    }
}
