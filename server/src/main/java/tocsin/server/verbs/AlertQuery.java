package tocsin.server.verbs;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tocsin.labels.Matcher;
import tocsin.labels.MatcherText;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.Callable;

/// `alert query`: the alerts that pass.
@Command(name = "query", description = "View and search through current alerts.")
final class AlertQuery implements Callable<Integer> {
    private final Globals globals;

    @Option(
            names = {"-i", "--inhibited"},
            description = "Show inhibited alerts.")
    boolean inhibited;

    @Option(
            names = {"-s", "--silenced"},
            description = "Show silenced alerts.")
    boolean silenced;

    @Option(
            names = {"-a", "--active"},
            description = "Show active alerts.")
    boolean active;

    @Option(
            names = {"-u", "--unprocessed"},
            description = "Show unprocessed alerts.")
    boolean unprocessed;

    @Option(
            names = {"-r", "--receiver"},
            description = "Show alerts of receivers that match this expression.")
    @Nullable String receiver;

    @Parameters(arity = "0..*", description = "Matchers; all must match.")
    List<String> matchers = List.of();

    AlertQuery(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        boolean any = inhibited || silenced || active || unprocessed;
        var query = new ArrayList<Entry<String, String>>();
        query.add(Map.entry("active", "" + (active || !any)));
        for (Matcher matcher : Arguments.matchers(matchers, globals.matchers())) {
            query.add(Map.entry("filter", MatcherText.of(matcher)));
        }
        query.add(Map.entry("inhibited", "" + inhibited));
        if (receiver != null) {
            query.add(Map.entry("receiver", receiver));
        }
        query.add(Map.entry("silenced", "" + silenced));
        query.add(Map.entry("unprocessed", "" + unprocessed));
        Output output = globals.format();
        output.alerts(globals.api().alerts(query));
        return 0;
    }
}
